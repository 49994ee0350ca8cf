package io.github.dann4j.model;

import static org.bytedeco.pytorch.global.torch.lerp;

import io.github.dann4j.api.PublicApi;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The gradient reversal layer R_λ (Ganin et al. 2016, §4.2, eqs. 16 and 17): R_λ(x) = x forward, dR_λ/dx = −λI
 * backward.
 *
 * <p>λ scales only the gradient that reaches the features. The layers above, those of the domain classifier, learn with
 * factor 1.
 */
@PublicApi
public final class GradientReversal {
    private GradientReversal() {}

    /**
     * Returns the same values; the backward pass multiplies the gradient by −λ.
     *
     * @param x any shape; the result has the same shape
     * @param lambda λ, at least 0 and finite; with 0 no gradient of the domain loss reaches the features
     */
    public static Tensor reverse(Tensor x, double lambda) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must be at least 0 and finite, got " + lambda);
        }
        // Interpolates from the detached x by −λ towards x: x − λ·(+0) is exactly x, also for −0, and the gradient
        // flows
        // back only through the second x.
        return lerp(x.detach(), x, new Scalar(-lambda));
    }
}
