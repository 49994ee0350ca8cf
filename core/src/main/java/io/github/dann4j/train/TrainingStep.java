package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;

/** One step of a method, usually: forward passes, losses, one backward pass, one update by the optimizer. */
@PublicApi
@FunctionalInterface
public interface TrainingStep {
    /** Runs one step on this pair. The pair's tensors are released at the end of the step. */
    Terms step(BatchPair pair, StepContext context);

    /**
     * Returns the batches that each pair must have. Only these are counted as images that passed through the network.
     */
    default BatchNeeds needs() {
        return BatchNeeds.BOTH;
    }
}
