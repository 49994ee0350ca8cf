package io.github.dann4j.train;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;

/** One update of a method: forward, losses, one backward, one step of the optimizer. */
@FunctionalInterface
public interface TrainingStep {
    /** Updates the network from this pair. The pair's tensors die with the step. */
    Terms step(BatchPair pair, StepContext context);

    /** What its pairs must have. Only these batches are counted as images that went through the network. */
    default BatchNeeds needs() {
        return BatchNeeds.BOTH;
    }
}
