package io.github.dann4j.adapt.selftraining;

import io.github.dann4j.train.Learner;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Distribution alignment (Berthelot et al. 2022, AdaMatch, §3.2.2): predictions on the target are multiplied by the
 * ratio of the mean predictions on the source and on the target, so that no class takes over the pseudo-labels. The
 * target is assumed to have the class shares of the source batches.
 */
final class DistributionAlignment {
    /** Share of the mean predictions that each update keeps. */
    private static final double DECAY = 0.99;

    /** Keeps the ratio of two means finite. */
    private static final double TINY = 1e-6;

    private final Learner learner;
    private final Tensor sourceMean; // float32 [classes]
    private final Tensor targetMean;

    /** Creates an alignment whose means begin as equal shares; checkpoints of the learner keep them. */
    DistributionAlignment(Learner learner) {
        this.learner = learner;
        float[] uniform = new float[learner.network().classes()];
        Arrays.fill(uniform, 1f / uniform.length);
        this.sourceMean = learner.memory("sourceMean", uniform);
        this.targetMean = learner.memory("targetMean", uniform);
    }

    /**
     * Moves the means towards the predictions of this step, and aligns those on the target. Call it without gradients.
     *
     * @param source probabilities on the source, float32 {@code [n, classes]}
     * @param target probabilities on the target, float32 {@code [m, classes]}
     * @return aligned probabilities on the target, {@code [m, classes]}; rows sum to 1
     */
    Tensor align(Tensor source, Tensor target) {
        follow(sourceMean, source);
        follow(targetMean, target);
        return aligned(target, sourceMean, targetMean);
    }

    private void follow(Tensor mean, Tensor probabilities) {
        mean.lerp_(learner.ofWholeBatch(probabilities.mean(new long[] {0})), new Scalar(1 - DECAY));
    }

    /**
     * Returns probabilities times the ratio of both domains' mean predictions, with rows that sum to 1.
     *
     * @param q float32 {@code [n, classes]}
     * @param sourceMean float32 {@code [classes]}
     * @param targetMean float32 {@code [classes]}
     */
    static Tensor aligned(Tensor q, Tensor sourceMean, Tensor targetMean) {
        Tensor ratio = sourceMean.add(new Scalar(TINY)).div(targetMean.add(new Scalar(TINY)));
        Tensor weighted = q.mul(ratio);
        return weighted.div(weighted.sum(1).unsqueeze(1));
    }
}
