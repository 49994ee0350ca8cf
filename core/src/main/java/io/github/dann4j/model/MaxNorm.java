package io.github.dann4j.model;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * The max-norm restriction: scales the incoming weights of an output unit down to norm {@code bound} if their norm is
 * larger (Srivastava et al. 2014, §5.1).
 *
 * @param bound at least 0; 0 for no restriction
 */
record MaxNorm(double bound) {
    static final MaxNorm NONE = new MaxNorm(0);

    private static final double SMALLEST = 1e-12;

    /** Restricts a weight or some of its rows, {@code [units, ...]}, in place. */
    void apply(Tensor weight) {
        if (bound == 0) {
            return;
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor norms =
                    weight.detach().flatten(1, -1).norm(new ScalarOptional(new Scalar(2)), new long[] {1}, false);
            // Writing all weights takes longer than reading them, and is rarely needed. On a GPU, waiting for the
            // answer takes longer still.
            if (!weight.is_cpu() || norms.max().item_float() > bound) {
                Tensor factor = norms.clamp_min(new Scalar(SMALLEST))
                        .reciprocal()
                        .mul(new Scalar(bound))
                        .clamp_max(new Scalar(1));
                long[] broadcast = new long[Math.toIntExact(weight.dim())];
                Arrays.fill(broadcast, 1);
                broadcast[0] = weight.size(0);
                weight.detach().mul_(factor.reshape(broadcast));
            }
        }
    }
}
