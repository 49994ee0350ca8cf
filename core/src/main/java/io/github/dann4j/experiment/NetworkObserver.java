package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.recipe.Comparison;

/** Looks at the trained networks of a comparison's first seed, which are closed after their test. */
public interface NetworkObserver {
    /** Looks at nothing. */
    NetworkObserver NONE = new NetworkObserver() {
        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void trained(TrainedRun run, MethodType<?> method, DomainPair pair, Precision precision) {}
    };

    /** Whether the networks of the methods that {@link Comparison#shown} are to be shown, so that they are needed even if they are done. */
    boolean isWanted();

    /**
     * Looks at a network that has just been trained and tested. A failure must not end the comparison.
     *
     * @param run stays the caller's
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     */
    void trained(TrainedRun run, MethodType<?> method, DomainPair pair, Precision precision);
}
