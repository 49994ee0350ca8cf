package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;

/**
 * Receives every step of a training. Meters, progress bars and learning curves are listeners, never part of a method.
 */
@PublicApi
@FunctionalInterface
public interface TrainingListener {
    /**
     * Called after each step, on the training thread.
     *
     * @param context the completed step
     * @param losses the terms of the step
     */
    void updated(StepContext context, Terms losses);

    /** Returns the clock that receives the end of each part of a step. */
    default StepClock clock() {
        return StepClock.NONE;
    }

    /** Returns the probe that receives the gradients of the steps for which it requests them. */
    default GradientProbe probe() {
        return GradientProbe.NONE;
    }
}
