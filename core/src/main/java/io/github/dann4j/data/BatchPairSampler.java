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
    private final IndexDraw sourceIndices;
    private final IndexDraw targetIndices;
    private final Augmentation augmentation;
    private final long sourceSeed;
    private final long targetSeed;
    private long drawn;

    /** As the other constructor, with pictures as they are. */
    public BatchPairSampler(LabeledImages source, UnlabeledImages target, int batchSize, long seed) {
        this(source, target, batchSize, Augmentation.NONE, seed);
    }

    /**
     * @param batchSize images of each domain in a pair
     * @param augmentation how every drawn picture is changed
     */
    public BatchPairSampler(
            LabeledImages source, UnlabeledImages target, int batchSize, Augmentation augmentation, long seed) {
        this(
                source,
                target,
                new IndexSampler(source.size(), batchSize, Seeds.derive(seed, "source order")),
                batchSize,
                augmentation,
                seed);
    }

    private BatchPairSampler(
            LabeledImages source,
            UnlabeledImages target,
            IndexDraw sourceIndices,
            int batchSize,
            Augmentation augmentation,
            long seed) {
        this.source = source;
        this.target = target;
        this.sourceIndices = sourceIndices;
        this.targetIndices = new IndexSampler(target.size(), batchSize, Seeds.derive(seed, "target order"));
        this.augmentation = augmentation;
        this.sourceSeed = Seeds.derive(seed, "source augmentation");
        this.targetSeed = Seeds.derive(seed, "target augmentation");
    }

    /**
     * Draws the source by given class shares instead of its own, for a target with another balance of classes.
     *
     * @param shares of each class; the sum is 1
     * @throws DataException if a class with a share has no source image
     */
    public static BatchPairSampler bySourceShares(
            LabeledImages source,
            double[] shares,
            UnlabeledImages target,
            int batchSize,
            Augmentation augmentation,
            long seed) {
        IndexDraw sourceIndices =
                new ClassSampler(source.classes(), shares, batchSize, Seeds.derive(seed, "source order"));
        return new BatchPairSampler(source, target, sourceIndices, batchSize, augmentation, seed);
    }

    /** The next pair; its tensors belong to the caller's scope. */
    public BatchPair next() {
        return next(true);
    }

    /**
     * The next pair, its target batch left out if nobody will look at it. The pairs behind it are the same either way.
     *
     * @param withTarget whether the pair is to have a target batch
     */
    public BatchPair next(boolean withTarget) {
        long[] first = sourceIndices.next();
        long[] second = targetIndices.next();
        long pair = drawn++;
        LabeledBatch labeled = source.batch(Tensors.ofLongs(first, first.length));
        return new BatchPair(
                new LabeledBatch(
                        augmentation.apply(labeled.images(), Seeds.derive(sourceSeed, pair)), labeled.labels()),
                withTarget ? targetBatch(second, pair) : null);
    }

    /** Goes on as if {@code pairs} more had been drawn: all that a pair depends on is its number. */
    public void skip(long pairs) {
        for (long i = 0; i < pairs; i++) {
            sourceIndices.next();
            targetIndices.next();
        }
        drawn += pairs;
    }

    private UnlabeledBatch targetBatch(long[] indices, long pair) {
        UnlabeledBatch batch = target.batch(Tensors.ofLongs(indices, indices.length));
        return new UnlabeledBatch(augmentation.apply(batch.images(), Seeds.derive(targetSeed, pair)));
    }
}
