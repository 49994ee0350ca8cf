package io.github.dann4j.experiment;

import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepLosses;

/** Is told how an experiment goes; progress bars and logs are listeners. Called on the training thread. */
public interface ExperimentListener {
    /** Tells nothing to nobody. */
    ExperimentListener SILENT = new ExperimentListener() {};

    /** A training begins. */
    default void started(MethodName method, long seed, int steps) {}

    /**
     * An update is done.
     *
     * @param images that have gone through the network in this training so far
     */
    default void updated(StepContext context, StepLosses losses, long images) {}

    /** A training is done and tested, or a method that needs no training of its own is tested. */
    default void finished(RunRecord record) {}
}
