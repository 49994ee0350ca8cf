package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.recipe.Comparison;

/** Receives the trained networks of a comparison's first seed, before they are closed. */
public interface NetworkListener {
    /** Ignores all networks. */
    NetworkListener NONE = new NetworkListener() {
        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void trained(TrainedRun run, MethodType<?> method, DomainPair pair, Precision precision) {}
    };

    /** Whether the networks of {@link Comparison#shown} are needed, so that they are trained even if their results are done. */
    boolean isWanted();

    /**
     * Receives a network that has just been trained and tested. A failure must not end the comparison.
     *
     * @param run owned by the caller
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    void trained(TrainedRun run, MethodType<?> method, DomainPair pair, Precision precision);
}
