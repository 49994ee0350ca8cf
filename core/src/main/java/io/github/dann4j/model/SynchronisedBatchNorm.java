package io.github.dann4j.model;

import static org.bytedeco.pytorch.global.torch.batch_norm;
import static org.bytedeco.pytorch.global.torch.batch_norm_update_stats;

import io.github.dann4j.distribute.Collective;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Batch norm over a batch whose shares lie on several workers, in training: y = γ (x − m) / √(v + ε) + β with mean m
 * and variance v of the whole batch (Ioffe and Szegedy 2015, Algorithm 1).
 *
 * <p>In the forward pass, the workers sum count, sum and sum of squares of each channel. In the backward pass,
 * libtorch's own operator gives the gradient for fixed m and v, and with it Σ ∂L/∂y · x̂ and Σ ∂L/∂y of this worker's
 * share. Summed over the workers, they give the contributions of m and v: ∂L/∂x = γ/√(v + ε) · (∂L/∂y − Σ ∂L/∂y / N −
 * x̂ · Σ (∂L/∂y · x̂) / N).
 *
 * <p>Shapes: {@code [n, c]} or {@code [n, c, h, w]} to the same.
 */
final class SynchronisedBatchNorm {
    private final Collective workers;
    private final StagedBackward backward;
    private final double epsilon;

    SynchronisedBatchNorm(Collective workers, StagedBackward backward, double epsilon) {
        this.workers = workers;
        this.backward = backward;
        this.epsilon = epsilon;
    }

    /** Statistics of the whole batch, {@code [c]} each, float64. */
    private record Moments(double count, Tensor mean, Tensor variance) {}

    Tensor apply(Tensor x, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVariance, double momentum) {
        Moments moments = moments(x);
        Tensor mean = moments.mean().to(ScalarType.Float);
        Tensor variance = moments.variance().to(ScalarType.Float);
        // Views: their gradients are those of this pass alone, while the parameters' gradients sum both domains.
        Tensor scale = weight.view(weight.numel());
        Tensor offset = bias.view(bias.numel());
        if (scale.requires_grad()) {
            scale.retain_grad();
            offset.retain_grad();
        }
        Tensor input = backward.cut(x, gradient -> gradient(gradient, x, scale, offset, moments));
        Tensor y = batch_norm(
                input,
                new TensorOptional(scale),
                new TensorOptional(offset),
                new TensorOptional(mean),
                new TensorOptional(variance),
                false,
                0,
                epsilon,
                false);
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            double unbiased = moments.count() / Math.max(1, moments.count() - 1);
            average(runningMean, moments.mean(), momentum);
            average(runningVariance, moments.variance().mul(new Scalar(unbiased)), momentum);
        }
        return y;
    }

    private static void average(Tensor running, Tensor latest, double momentum) {
        running.mul_(new Scalar(1 - momentum)).add_(latest.to(ScalarType.Float), new Scalar(momentum));
    }

    private Moments moments(Tensor x) {
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            T_TensorTensor_T own = batch_norm_update_stats(x.detach(), new TensorOptional(), new TensorOptional(), 0);
            double[] means = Tensors.doubles(own.get0());
            double[] variances = Tensors.doubles(own.get1());
            int channels = means.length;
            double count = (double) x.numel() / channels;
            double[] sums = new double[2 * channels + 1];
            for (int c = 0; c < channels; c++) {
                sums[c] = count * means[c];
                sums[channels + c] = count * (variances[c] + means[c] * means[c]);
            }
            sums[2 * channels] = count;
            sums = workers.sum(sums, "the exchange of batch statistics");
            double all = sums[2 * channels];
            for (int c = 0; c < channels; c++) {
                means[c] = sums[c] / all;
                variances[c] = Math.max(0, sums[channels + c] / all - means[c] * means[c]);
            }
            return new Moments(
                    all,
                    Tensors.beside(x, Tensors.ofDoubles(means, channels)),
                    Tensors.beside(x, Tensors.ofDoubles(variances, channels)));
        }
    }

    private Tensor gradient(Tensor fixed, Tensor x, Tensor scale, Tensor offset, Moments moments) {
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            int channels = Math.toIntExact(scale.numel());
            double[] own = Arrays.copyOf(Tensors.doubles(scale.grad()), 2 * channels);
            System.arraycopy(Tensors.doubles(offset.grad()), 0, own, channels, channels);
            double[] sums = workers.sum(own, "the exchange of gradients of batch statistics");
            double[] means = Tensors.doubles(moments.mean());
            double[] variances = Tensors.doubles(moments.variance());
            float[] weights = Tensors.floats(scale);
            float[] slopes = new float[channels];
            float[] constants = new float[channels];
            for (int c = 0; c < channels; c++) {
                double inverse = 1 / Math.sqrt(variances[c] + epsilon);
                double slope = -weights[c] * inverse * inverse * sums[c] / moments.count();
                slopes[c] = (float) slope;
                constants[c] =
                        (float) (-weights[c] * inverse * sums[channels + c] / moments.count() - slope * means[c]);
            }
            long[] shape = new long[Math.toIntExact(x.dim())];
            Arrays.fill(shape, 1);
            shape[1] = channels;
            return x.detach()
                    .mul(Tensors.beside(x, Tensors.ofFloats(slopes, shape)))
                    .add_(Tensors.beside(x, Tensors.ofFloats(constants, shape)))
                    .add_(fixed)
                    .to(x.scalar_type());
        }
    }
}
