package io.github.dann4j.labelshift;

import java.util.Arrays;

/**
 * Weights of the classes of the source under which its predictions look like the target's: w minimises ‖Cw − q‖² with
 * w ≥ 0 and Σ p_y w_y = 1 (Tachet des Combes et al. 2020, "Domain adaptation with conditional distribution matching and
 * generalized label shift", eq. 7).
 */
public final class ClassWeights {
    private static final int ITERATIONS = 5000;
    private static final double SUFFICIENT = 1e-12;

    private ClassWeights() {}

    /**
     * Returns w, {@code [K]}, by projected gradient descent from w = 1. Classes that the source does not have keep the
     * weight 1.
     */
    public static double[] of(Confusion confusion) {
        double[][] joint = confusion.joint();
        double[][] transposed = LinearSystem.transposed(joint);
        double[] target = confusion.target();
        double[] source = confusion.sourceShares();
        double bound = 0; // of the largest eigenvalue of CᵀC
        for (double[] row : joint) {
            bound += LinearSystem.dot(row, row);
        }
        double[] weights = new double[target.length];
        Arrays.fill(weights, 1);
        for (int i = 0; i < ITERATIONS && bound > 0; i++) {
            double[] rest = LinearSystem.product(joint, weights);
            for (int j = 0; j < rest.length; j++) {
                rest[j] -= target[j];
            }
            double[] gradient = LinearSystem.product(transposed, rest);
            double[] moved = weights.clone();
            for (int y = 0; y < moved.length; y++) {
                moved[y] -= gradient[y] / bound;
            }
            double[] next = projected(moved, source);
            double change = 0;
            for (int y = 0; y < next.length; y++) {
                change += Math.abs(next[y] - weights[y]);
            }
            weights = next;
            if (change < SUFFICIENT) {
                break;
            }
        }
        return weights;
    }

    /**
     * Returns the nearest point with no negative entry and Σ p_y w_y = 1: w_y = max(0, v_y − τ p_y). τ lies where the sum,
     * which falls with τ, is 1; it is exact between two neighbouring values at which an entry becomes 0.
     */
    static double[] projected(double[] v, double[] p) {
        double[] zeros = new double[v.length];
        Arrays.setAll(zeros, y -> p[y] > 0 ? v[y] / p[y] : Double.NEGATIVE_INFINITY);
        double[] largestFirst = Arrays.stream(zeros)
                .map(zero -> -zero)
                .sorted()
                .map(zero -> -zero)
                .toArray();
        double tau = 0;
        for (double zero : largestFirst) {
            if (zero == Double.NEGATIVE_INFINITY) {
                break;
            }
            double products = 0;
            double squares = 0;
            for (int y = 0; y < v.length; y++) {
                if (zeros[y] >= zero) { // positive for every smaller τ
                    products += p[y] * v[y];
                    squares += p[y] * p[y];
                }
            }
            double candidate = (products - 1) / squares;
            if (candidate >= zero) {
                break;
            }
            tau = candidate;
        }
        double[] projected = new double[v.length];
        for (int y = 0; y < v.length; y++) {
            projected[y] = p[y] > 0 ? Math.max(0, v[y] - tau * p[y]) : 1;
        }
        return projected;
    }
}
