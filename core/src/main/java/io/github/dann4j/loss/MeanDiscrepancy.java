package io.github.dann4j.loss;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The maximum mean discrepancy of two batches (Gretton et al. 2012, "A kernel two-sample test"), with Gaussian kernels
 * over the joined batch. A kernel matrix is float32 {@code [n + m, n + m]}: the rows of the first batch come first.
 */
public final class MeanDiscrepancy {
    /** The smallest of several kernels has this exponent of 2 as factor on its variance; each next one is 1 larger. */
    private static final int SMALLEST = -3;

    private MeanDiscrepancy() {}

    /**
     * Returns the sum of Gaussian kernels exp(−‖a − b‖² / (2 σ²)). The variances σ² are the mean squared distance of
     * all pairs times 1/8, 1/4, 1/2, ... (Long et al. 2015, §3.3). The mean is a constant for the gradient, so the
     * features cannot lower the loss by the width of the kernels.
     *
     * @param a float32 {@code [n, d]}
     * @param b float32 {@code [m, d]}
     * @param count number of kernels, at least 1
     */
    public static Tensor gaussians(Tensor a, Tensor b, int count) {
        Tensor distances = distances(a, b);
        Tensor mean = distances.detach().mean().clamp_min(new Scalar(1e-12));
        Tensor sum = zeros_like(distances.detach());
        for (int u = 0; u < count; u++) {
            double factor = 2 * Math.pow(2, SMALLEST + u);
            sum = sum.add(distances.div(mean.mul(new Scalar(factor))).neg().exp());
        }
        return sum;
    }

    /** Returns one Gaussian kernel exp(−‖a − b‖² / width) with a fixed width, which must be positive. */
    public static Tensor gaussian(Tensor a, Tensor b, double width) {
        return distances(a, b).div(new Scalar(-width)).exp();
    }

    /** Returns the squared distances of all pairs of the joined batch. */
    private static Tensor distances(Tensor a, Tensor b) {
        Tensor all = cat(new TensorVector(a, b)); // [n + m, d]
        Tensor squares = all.square().sum(1); // [n + m]
        return squares.unsqueeze(1)
                .add(squares.unsqueeze(0))
                .sub(all.mm(all.t()), new Scalar(2.0))
                .clamp_min(new Scalar(0.0));
    }

    /**
     * Returns the unbiased estimate of the squared discrepancy (Gretton et al. 2012, eq. 3), a scalar. It is negative
     * for about half of all pairs of batches from one distribution.
     *
     * @param kernel matrix over the joined batch
     * @param n size of the first batch; both sizes are at least 2
     */
    public static Tensor squared(Tensor kernel, long n) {
        long m = kernel.size(0) - n;
        Tensor across = kernel.narrow(0, 0, n).narrow(1, n, m).mean();
        return within(kernel, 0, n).add(within(kernel, n, m)).sub(across, new Scalar(2.0));
    }

    /** Returns the mean over all pairs of different rows of one batch. */
    private static Tensor within(Tensor kernel, long from, long size) {
        Tensor own = kernel.narrow(0, from, size).narrow(1, from, size);
        return own.sum().sub(own.trace()).div(new Scalar((double) Math.max(1, size * (size - 1))));
    }
}
