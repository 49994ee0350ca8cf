package io.github.dann4j.train;

/** Is told after every update; meters, progress bars and learning curves are listeners, never part of a method. */
@FunctionalInterface
public interface TrainingListener {
    /**
     * Called after each update, on the training's thread.
     *
     * @param context the update that is done
     * @param losses its losses
     */
    void updated(StepContext context, Terms losses);

    /** Is told when each part of an update ends. */
    default StepClock clock() {
        return StepClock.NONE;
    }

    /** Is given the gradients of the updates in which it asks for them. */
    default GradientProbe probe() {
        return GradientProbe.NONE;
    }
}
