package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepExchange;
import io.github.dann4j.train.Terms;
import java.util.List;

/**
 * Receives the progress of an experiment, for progress bars and logs. All methods are called on the training thread.
 */
@PublicApi
public interface ExperimentListener {
    /** Ignores all events. */
    ExperimentListener SILENT = new ExperimentListener() {};

    /** Returns a listener that passes each event to {@code first}, then to {@code second}. */
    static ExperimentListener both(ExperimentListener first, ExperimentListener second) {
        return new CompositeListener(first, second);
    }

    /** A training starts. */
    default void started(MethodType<?> method, long seed, int steps) {}

    /** A training is skipped because an earlier process of this run has completed it. */
    default void skipped(RunRecord record) {}

    /**
     * The training that has just started resumes from an earlier state: one of an earlier process or, after a rollback,
     * one of this process.
     *
     * @param done steps that are already done
     * @param images that have gone through the network in these steps
     * @param rollbacks of the training so far
     */
    default void resumed(int done, long images, List<Rollback> rollbacks) {}

    /** A training has diverged and returns to an earlier state; called before {@link #resumed}. */
    default void wentBack(MethodType<?> method, long seed, Rollback rollback) {}

    /**
     * A step is done.
     *
     * @param images that have gone through the network in this training so far
     */
    default void updated(StepContext context, Terms losses, long images) {}

    /**
     * The time that a step spent on exchanges; called just before {@link #updated}, and only if there are several
     * workers.
     */
    default void exchanged(StepExchange exchange) {}

    /** A point of the learning curves was measured; called after a step, just before {@link #updated}. */
    default void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point) {}

    /**
     * Like the other method, with a view of the training. The time that a listener takes here does not count as
     * training time.
     */
    default void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point, TrainingView view) {
        measured(method, seed, point);
    }

    /**
     * Whether the listener needs {@link TrainingView#gradients}; if so, they are copied at each point of the curves.
     */
    default boolean wantsGradients() {
        return false;
    }

    /** Whether the listener needs the network after {@code done} of {@code steps} steps; asked after each step. */
    default boolean wantsNetwork(int done, int steps) {
        return false;
    }

    /**
     * A training has done a number of steps after which the listener {@link #wantsNetwork wants} its network; after the
     * last one with what the method measures at its end. The time that a listener takes here does not count as training
     * time. Called before a checkpoint of the same step is written, so a training that resumes from it has called this for every earlier step.
     *
     * @param network as it is tested; stays the training's
     * @param targetStatistics the domain whose batch statistics the network uses on target images
     */
    default void reached(MethodType<?> method, long seed, int done, Network network, Domain targetStatistics) {}

    /** A training is done and tested, or a method without a training of its own is tested. */
    default void finished(RunRecord record) {}

    /** Like the other method, with a view of the training. */
    default void finished(RunRecord record, TrainingView view) {
        finished(record);
    }
}
