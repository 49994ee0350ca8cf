package io.github.dann4j.train;

import io.github.dann4j.data.BatchPair;

/** One update of a method: forward, losses, one backward, one step of the optimizer. */
@FunctionalInterface
public interface TrainingStep {
    /** Updates the network from this pair. The pair's tensors die with the step. */
    StepLosses step(BatchPair pair, StepContext context);

    /**
     * Whether its updates use target images. If not, its pairs have no target batch, and only the source's images are counted as
     * seen.
     */
    default boolean usesTarget() {
        return true;
    }
}
