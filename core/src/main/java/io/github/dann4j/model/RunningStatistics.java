package io.github.dann4j.model;

import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The running statistics of a batch norm for one domain.
 *
 * @param mean float32 {@code [c]}
 * @param variance float32 {@code [c]}
 */
record RunningStatistics(Tensor mean, Tensor variance) {
    /**
     * Moves them towards those of a batch.
     *
     * @param batchVariance of the batch itself; what it says of all batches is larger by count / (count − 1)
     * @param count values of each channel
     * @param momentum share of the batch
     */
    void move(Tensor batchMean, Tensor batchVariance, double count, double momentum) {
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            double unbiased = count / Math.max(1, count - 1);
            average(mean, batchMean, momentum);
            average(variance, batchVariance.mul(new Scalar(unbiased)), momentum);
        }
    }

    private static void average(Tensor running, Tensor latest, double momentum) {
        running.mul_(new Scalar(1 - momentum)).add_(latest.to(ScalarType.Float), new Scalar(momentum));
    }
}
