package io.github.dann4j.data;

import io.github.dann4j.distribute.Share;
import io.github.dann4j.engine.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Draws pairs of batches from two domains of any sizes. Each domain has its own order and its own rounds, so the smaller
 * one comes round more often and neither is cut to the other's size; the order of one domain does not depend on the other.
 *
 * <p>Several workers draw the same batches and each takes its {@link Share} of every one: together they see what one worker alone
 * would, no image twice in a round and none left out, whatever the sizes.
 */
public final class BatchPairSampler {
    private final LabeledExamples source;
    private final UnlabeledExamples target;
    private final IndexDraw sourceIndices;
    private final IndexDraw targetIndices;
    private final Augmentation augmentation;
    private final Share share;
    private final long sourceSeed;
    private final long targetSeed;
    private final long seed;
    private long drawn;

    /** As the other constructor, with pictures as they are. */
    public BatchPairSampler(LabeledExamples source, UnlabeledExamples target, int batchSize, long seed) {
        this(source, target, batchSize, Augmentation.NONE, seed);
    }

    /**
     * @param batchSize images of each domain in a pair
     * @param augmentation how every drawn picture is changed
     */
    public BatchPairSampler(
            LabeledExamples source, UnlabeledExamples target, int batchSize, Augmentation augmentation, long seed) {
        this(source, target, batchSize, augmentation, seed, Share.ALL);
    }

    /**
     * @param batchSize images of each domain in a pair of all workers together
     * @param share of each pair that this one draws
     */
    public BatchPairSampler(
            LabeledExamples source,
            UnlabeledExamples target,
            int batchSize,
            Augmentation augmentation,
            long seed,
            Share share) {
        this(
                source,
                target,
                new IndexSampler(source.size(), batchSize, Seeds.derive(seed, "source order")),
                batchSize,
                augmentation,
                seed,
                share);
    }

    private BatchPairSampler(
            LabeledExamples source,
            UnlabeledExamples target,
            IndexDraw sourceIndices,
            int batchSize,
            Augmentation augmentation,
            long seed,
            Share share) {
        if (share.size(batchSize) < 1) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "a batch of %d cannot be shared out among %d workers; give a larger batch or fewer workers",
                    batchSize,
                    share.parts()));
        }
        this.share = share;
        this.source = source;
        this.target = target;
        this.sourceIndices = sourceIndices;
        this.targetIndices = new IndexSampler(target.size(), batchSize, Seeds.derive(seed, "target order"));
        this.augmentation = augmentation;
        this.sourceSeed = Seeds.derive(seed, "source augmentation");
        this.targetSeed = Seeds.derive(seed, "target augmentation");
        this.seed = seed;
    }

    /** As the other one, for a worker alone. */
    public static BatchPairSampler bySourceShares(
            LabeledExamples source,
            double[] shares,
            UnlabeledExamples target,
            int batchSize,
            Augmentation augmentation,
            long seed) {
        return bySourceShares(source, shares, target, batchSize, augmentation, seed, Share.ALL);
    }

    /**
     * Draws the source by given class shares instead of its own, for a target with another balance of classes.
     *
     * @param shares of each class; the sum is 1
     * @param share of each pair that this worker draws
     * @throws DataException if a class with a share has no source image
     */
    public static BatchPairSampler bySourceShares(
            LabeledExamples source,
            double[] shares,
            UnlabeledExamples target,
            int batchSize,
            Augmentation augmentation,
            long seed,
            Share share) {
        IndexDraw sourceIndices =
                new ClassSampler(source.classes(), shares, batchSize, Seeds.derive(seed, "source order"));
        return new BatchPairSampler(source, target, sourceIndices, batchSize, augmentation, seed, share);
    }

    /** The next pair; its tensors belong to the caller's scope. */
    public BatchPair next() {
        return next(BatchNeeds.BOTH);
    }

    /** The next pair, with as much of it as a step needs. The pairs after it are the same, whatever this one has. */
    public BatchPair next(BatchNeeds needs) {
        long[] first = sourceIndices.next();
        long[] second = targetIndices.next();
        long pair = drawn++;
        List<UnlabeledBatch> views = new ArrayList<>();
        for (int view = 0; view < needs.targetViews(); view++) {
            views.add(targetBatch(second, pair, view));
        }
        return new BatchPair(needs.source() ? sourceBatch(first, pair) : null, views);
    }

    /** Goes on as if {@code pairs} more had been drawn: all that a pair depends on is its number. */
    public void skip(long pairs) {
        for (long i = 0; i < pairs; i++) {
            sourceIndices.next();
            targetIndices.next();
        }
        drawn += pairs;
    }

    private LabeledBatch sourceBatch(long[] indices, long pair) {
        LabeledBatch batch = source.batch(own(indices));
        return new LabeledBatch(
                augmentation.apply(batch.inputs(), Seeds.derive(sourceSeed, pair), share, indices.length),
                batch.labels());
    }

    private UnlabeledBatch targetBatch(long[] indices, long pair, int view) {
        UnlabeledBatch batch = target.batch(own(indices));
        long viewSeed = view == 0 ? targetSeed : Seeds.derive(seed, "target augmentation, view " + view);
        return new UnlabeledBatch(
                augmentation.apply(batch.inputs(), Seeds.derive(viewSeed, pair), share, indices.length),
                batch.indices());
    }

    private long[] own(long[] indices) {
        return Arrays.copyOfRange(indices, share.from(indices.length), share.to(indices.length));
    }
}
