package io.github.dann4j.model;

import static org.bytedeco.pytorch.global.torch.lerp;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The gradient reversal layer R_λ (Ganin et al. 2016, §4.2, eqs. 16 and 17): R_λ(x) = x forward, dR_λ/dx = −λI backward.
 *
 * <p>λ stands in front of the gradient that reaches the features only; what lies above the layer (the domain classifier)
 * learns with factor 1.
 */
public final class GradientReversal {
    private GradientReversal() {}

    /**
     * The same values, with a gradient that comes back multiplied by −λ.
     *
     * @param x any shape; the result has the same
     * @param lambda λ, at least 0 and finite; 0 cuts the features off from the domain loss
     */
    public static Tensor reverse(Tensor x, double lambda) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must be at least 0 and finite, got " + lambda);
        }
        // From x, cut off, −λ of the way to x: x − λ·(+0) is x to the last bit, −0 too, and a gradient comes back on
        // that way alone.
        return lerp(x.detach(), x, new Scalar(-lambda));
    }
}
