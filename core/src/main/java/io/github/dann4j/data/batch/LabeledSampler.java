package io.github.dann4j.data.batch;

import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Seeds;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Draws batches of a few labelled examples, all classes equally often. The set may be smaller than a batch: a class
 * repeats its examples as often as needed. A batch depends only on its number.
 */
public final class LabeledSampler {
    private final LabeledExamples examples;
    private final int batchSize;
    private final Augmentations augmentations;
    private final long seed;
    private final Shard share;
    private IndexDraw order;
    private int drawn;

    /**
     * Creates a sampler for one of several workers.
     *
     * @param batchSize examples in a batch, over all workers together
     * @param augmentations how every drawn image is varied
     * @param share the share of each batch that this worker draws
     */
    public LabeledSampler(
            LabeledExamples examples, int batchSize, Augmentations augmentations, long seed, Shard share) {
        this.examples = examples;
        this.batchSize = batchSize;
        this.augmentations = augmentations;
        this.seed = seed;
        this.share = share;
        this.order = order();
    }

    private IndexDraw order() {
        return new BalancedSampler(
                examples.classes(), examples.classNames().size(), batchSize, Seeds.derive(seed, "order"));
    }

    /** Returns the batch of that number, from 0; its tensors belong to the caller's scope. */
    public LabeledBatch batch(int number) {
        if (number < drawn) {
            order = order();
            drawn = 0;
        }
        for (; drawn < number; drawn++) {
            order.next();
        }
        long[] indices = order.next();
        drawn++;
        LabeledBatch batch = examples.batch(Arrays.copyOfRange(indices, share.from(batchSize), share.to(batchSize)));
        return new LabeledBatch(varied(batch.inputs(), number), batch.labels());
    }

    private Tensor varied(Tensor inputs, int number) {
        UnlabeledExamples images = examples.unlabeled();
        return images.areImages()
                ? augmentations
                        .weak()
                        .apply(
                                inputs,
                                images.inputScale(),
                                Seeds.derive(Seeds.derive(seed, "augmentation"), number),
                                share,
                                batchSize)
                : inputs;
    }
}
