package io.github.dann4j.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The covariance of a batch, and the distance of two (Sun and Saenko 2016, "Deep CORAL", §3.1). */
public final class Covariance {
    private Covariance() {}

    /**
     * Returns the covariance of the columns, with n − 1 in the denominator (eqs. 2 and 3): {@code [n, d] -> [d, d]}.
     *
     * @param rows float32, at least two rows
     */
    public static Tensor of(Tensor rows) {
        Tensor centred = rows.sub(rows.mean(new long[] {0}));
        return centred.t().mm(centred).div(new Scalar((double) Math.max(1, rows.size(0) - 1)));
    }

    /**
     * Returns the CORAL loss ‖C_a − C_b‖² / (4 d²) with the Frobenius norm (eq. 1), a scalar.
     *
     * @param a float32 {@code [n, d]}
     * @param b float32 {@code [m, d]}
     */
    public static Tensor distance(Tensor a, Tensor b) {
        double d = a.size(1);
        return of(a).sub(of(b)).square().sum().div(new Scalar(4 * d * d));
    }
}
