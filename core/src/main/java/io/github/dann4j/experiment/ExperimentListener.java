package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.result.Setback;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepExchange;
import io.github.dann4j.train.Terms;
import java.util.List;

/** Is told how an experiment goes; progress bars and logs are listeners. Called on the training thread. */
public interface ExperimentListener {
    /** Tells nothing to nobody. */
    ExperimentListener SILENT = new ExperimentListener() {};

    /** Tells both, {@code first} first. */
    static ExperimentListener both(ExperimentListener first, ExperimentListener second) {
        return new BothListeners(first, second);
    }

    /** A training begins. */
    default void started(MethodType<?> method, long seed, int steps) {}

    /** A training was done by an earlier process, from which this one goes on. */
    default void skipped(RunRecord record) {}

    /**
     * The training that has just begun goes on from an earlier state of it, one of an earlier process or, behind a setback, of this one.
     *
     * @param done updates of it that are done
     * @param images that have gone through the network in them
     * @param setbacks of the training so far
     */
    default void resumed(int done, long images, List<Setback> setbacks) {}

    /** A training diverged and goes back; told before {@link #resumed}. */
    default void wentBack(MethodType<?> method, long seed, Setback setback) {}

    /**
     * An update is done.
     *
     * @param images that have gone through the network in this training so far
     */
    default void updated(StepContext context, Terms losses, long images) {}

    /** What an update took beside its computing, just before {@link #updated} tells of it; told only where there are several workers. */
    default void exchanged(StepExchange exchange) {}

    /** A point of the learning curves was measured: after an update, just before {@link #updated} tells of it. */
    default void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point) {}

    /** The same, for those who look deeper. The time that they take counts as none of the training's. */
    default void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point, TrainingView view) {
        measured(method, seed, point);
    }

    /** Whether {@link TrainingView#gradients} is asked for; then they are copied at each point of the curves. */
    default boolean wantsGradients() {
        return false;
    }

    /** A training is done and tested, or a method that needs no training of its own is tested. */
    default void finished(RunRecord record) {}

    /** The same, for those who look deeper. */
    default void finished(RunRecord record, TrainingView view) {
        finished(record);
    }
}
