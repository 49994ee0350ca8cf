package io.github.dann4j.data;

import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;

/**
 * Draws pairs of batches from two domains of any sizes. Each domain has its own order and its own rounds, so the smaller
 * one comes round more often and neither is cut to the other's size; the order of one domain does not depend on the other.
 */
public final class BatchPairSampler {
    private final LabeledImages source;
    private final UnlabeledImages target;
    private final IndexSampler sourceIndices;
    private final IndexSampler targetIndices;

    /** @param batchSize images of each domain in a pair */
    public BatchPairSampler(LabeledImages source, UnlabeledImages target, int batchSize, long seed) {
        this.source = source;
        this.target = target;
        this.sourceIndices = new IndexSampler(source.size(), batchSize, Seeds.derive(seed, "source order"));
        this.targetIndices = new IndexSampler(target.size(), batchSize, Seeds.derive(seed, "target order"));
    }

    /** The next pair; its tensors belong to the caller's scope. */
    public BatchPair next() {
        long[] first = sourceIndices.next();
        long[] second = targetIndices.next();
        return new BatchPair(
                source.batch(Tensors.ofLongs(first, first.length)),
                target.batch(Tensors.ofLongs(second, second.length)));
    }
}
