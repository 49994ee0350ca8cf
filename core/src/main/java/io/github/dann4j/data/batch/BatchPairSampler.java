package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Draws pairs of batches from two domains of any sizes. Each domain has its own order and its own rounds: the smaller
 * domain repeats its examples more often, neither is cut to the other's size, and the order of one domain does not
 * depend on the other.
 *
 * <p>Several workers draw the same batches and each takes its {@link Shard} of every batch. Together they see what a
 * single worker would see: no image twice in a round and none omitted, whatever the sizes.
 */
@PublicApi
public final class BatchPairSampler {
    private final LabeledExamples source;
    private final UnlabeledExamples target;
    private final IndexDraw sourceIndices;
    private final IndexDraw targetIndices;
    private final boolean givenClasses;
    private final int batchSize;
    private final Augmentations augmentations;
    private final Shard share;
    private final long seed;
    private @Nullable IndexDraw balancedIndices;
    private long drawn;

    /** Creates a sampler without augmentation. */
    public BatchPairSampler(LabeledExamples source, UnlabeledExamples target, int batchSize, long seed) {
        this(source, target, batchSize, Augmentation.NONE, seed);
    }

    /**
     * Creates a sampler for a single worker.
     *
     * @param batchSize images of each domain in a pair
     * @param augmentation how every drawn image is varied
     */
    public BatchPairSampler(
            LabeledExamples source, UnlabeledExamples target, int batchSize, Augmentation augmentation, long seed) {
        this(source, target, batchSize, new Augmentations(augmentation, StrongAugmentation.DEFAULT), seed, Shard.ALL);
    }

    /**
     * Creates a sampler for one of several workers.
     *
     * @param batchSize images of each domain in a pair, over all workers together
     * @param augmentations how the requested views are made
     * @param share the share of each pair that this worker draws
     */
    public BatchPairSampler(
            LabeledExamples source,
            UnlabeledExamples target,
            int batchSize,
            Augmentations augmentations,
            long seed,
            Shard share) {
        this(
                source,
                target,
                new IndexSampler(source.size(), batchSize, Seeds.derive(seed, "source order")),
                new IndexSampler(target.size(), batchSize, Seeds.derive(seed, "target order")),
                false,
                batchSize,
                augmentations,
                seed,
                share);
    }

    private BatchPairSampler(
            LabeledExamples source,
            UnlabeledExamples target,
            IndexDraw sourceIndices,
            IndexDraw targetIndices,
            boolean givenClasses,
            int batchSize,
            Augmentations augmentations,
            long seed,
            Shard share) {
        if (share.size(batchSize) < 1) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "a batch of %d is too small for %d workers; use a larger batch or fewer workers",
                    batchSize,
                    share.parts()));
        }
        this.share = share;
        this.source = source;
        this.target = target;
        this.sourceIndices = sourceIndices;
        this.givenClasses = givenClasses;
        this.batchSize = batchSize;
        this.targetIndices = targetIndices;
        this.augmentations = augmentations;
        this.seed = seed;
    }

    /** Draws the source by given class shares, for a single worker. */
    public static BatchPairSampler bySourceShares(
            LabeledExamples source,
            double[] shares,
            UnlabeledExamples target,
            int batchSize,
            Augmentation augmentation,
            long seed) {
        return bySourceShares(
                source,
                shares,
                target,
                batchSize,
                new Augmentations(augmentation, StrongAugmentation.DEFAULT),
                seed,
                Shard.ALL);
    }

    /**
     * Draws the source by given class shares instead of its own, for a target with different class shares.
     *
     * @param shares share of each class; the sum is 1
     * @param share the share of each pair that this worker draws
     * @throws DataException if a class with a positive share has no source image
     */
    public static BatchPairSampler bySourceShares(
            LabeledExamples source,
            double[] shares,
            UnlabeledExamples target,
            int batchSize,
            Augmentations augmentations,
            long seed,
            Shard share) {
        IndexDraw sourceIndices =
                new ClassSampler(source.classes(), shares, batchSize, Seeds.derive(seed, "source order"));
        IndexDraw targetIndices = new IndexSampler(target.size(), batchSize, Seeds.derive(seed, "target order"));
        return new BatchPairSampler(
                source, target, sourceIndices, targetIndices, true, batchSize, augmentations, seed, share);
    }

    /**
     * Draws batches that have the same classes in both domains, as far as the target's classes are known: all classes
     * equally often, except those that one of the domains does not have. The examples of a class come in rounds.
     *
     * @param targetClasses a class for each target example, such as the predicted one
     * @param share the share of each pair that this worker draws
     * @throws DataException if the domains have no class in common
     */
    public static BatchPairSampler byClasses(
            LabeledExamples source,
            long[] targetClasses,
            UnlabeledExamples target,
            int batchSize,
            Augmentations augmentations,
            long seed,
            Shard share) {
        int classes = source.classNames().size();
        long[] sourceClasses = source.classes();
        // With one seed, both draw the classes of a batch in the same order.
        long order = Seeds.derive(seed, "class order");
        IndexDraw sourceIndices =
                new BalancedSampler(sourceClasses, classes, occurring(targetClasses, classes), batchSize, order);
        IndexDraw targetIndices =
                new BalancedSampler(targetClasses, classes, occurring(sourceClasses, classes), batchSize, order);
        return new BatchPairSampler(
                source, target, sourceIndices, targetIndices, true, batchSize, augmentations, seed, share);
    }

    private static IntPredicate occurring(long[] labels, int classes) {
        boolean[] has = new boolean[classes];
        for (long label : labels) {
            has[(int) label] = true;
        }
        return label -> has[label];
    }

    /** Draws the next pair; its tensors belong to the caller's scope. */
    public BatchPair next() {
        return next(BatchNeeds.BOTH);
    }

    /**
     * Draws the next pair with the views that a step needs. The pairs after it do not depend on the views of this one.
     *
     * @throws DataException if the step needs a strong view and the examples are not images
     * @throws IllegalStateException if the step needs a balanced source and the classes of the source are given
     */
    public BatchPair next(BatchNeeds needs) {
        long pair = drawn;
        @Nullable IndexDraw balanced = needs.balancedSource() ? balancedIndices() : balancedIndices;
        long[] plain = sourceIndices.next();
        long[] even = balanced == null ? plain : balanced.next();
        long[] second = targetIndices.next();
        drawn++;
        long[] first = needs.balancedSource() ? even : plain;
        List<LabeledBatch> ofSource = new ArrayList<>();
        for (int view = 0; view < needs.sourceViews().size(); view++) {
            LabeledBatch batch = source.batch(own(first));
            ofSource.add(new LabeledBatch(
                    varied(
                            batch.inputs(),
                            source.unlabeled(),
                            "source",
                            needs.sourceViews().get(view),
                            view,
                            pair),
                    batch.labels()));
        }
        List<UnlabeledBatch> ofTarget = new ArrayList<>();
        for (int view = 0; view < needs.targetViews().size(); view++) {
            UnlabeledBatch batch = target.batch(own(second));
            ofTarget.add(new UnlabeledBatch(
                    varied(batch.inputs(), target, "target", needs.targetViews().get(view), view, pair),
                    batch.indices()));
        }
        return new BatchPair(ofSource, ofTarget);
    }

    /** Continues as if {@code pairs} more pairs had been drawn: a pair depends only on its number. */
    public void skip(long pairs) {
        for (long i = 0; i < pairs; i++) {
            sourceIndices.next();
            targetIndices.next();
            if (balancedIndices != null) {
                balancedIndices.next();
            }
        }
        drawn += pairs;
    }

    /**
     * Creates the balanced order when it is first needed, as if it had existed from the beginning: a pair's draw
     * depends on no other pair.
     */
    private IndexDraw balancedIndices() {
        if (givenClasses) {
            throw new IllegalStateException(
                    "the source is drawn by given class shares or classes, but the step needs all classes equally often");
        }
        if (balancedIndices == null) {
            balancedIndices = new BalancedSampler(
                    source.classes(),
                    source.classNames().size(),
                    batchSize,
                    Seeds.derive(seed, "balanced source order"));
            for (long i = 0; i < drawn; i++) {
                balancedIndices.next();
            }
        }
        return balancedIndices;
    }

    /** Returns a view of a batch. Its draws depend on its kind, its number and the pair, but not on the other views. */
    private Tensor varied(Tensor inputs, UnlabeledExamples of, String domain, View kind, int view, long pair) {
        String stream = domain + (kind == View.WEAK ? " augmentation" : " strong augmentation");
        String ofView = view == 0 ? stream : String.format(Locale.ROOT, "%s, view %d", stream, view);
        long viewSeed = Seeds.derive(Seeds.derive(seed, ofView), pair);
        return switch (kind) {
            case WEAK ->
                of.areImages()
                        ? augmentations.weak().apply(inputs, of.inputScale(), viewSeed, share, batchSize)
                        : inputs;
            case STRONG -> augmentations.strong().apply(inputs, of.inputScale(), viewSeed, share, batchSize);
        };
    }

    private long[] own(long[] indices) {
        return Arrays.copyOfRange(indices, share.from(indices.length), share.to(indices.length));
    }
}
