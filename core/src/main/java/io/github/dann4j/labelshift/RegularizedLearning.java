package io.github.dann4j.labelshift;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Regularized learning under label shift (Azizzadenesheli et al. 2019, eq. 5): θ minimises ‖Cθ − (q − C1)‖ + Δ‖θ‖, and
 * the weights of the classes are 1 + θ. C counts predicted classes. Where C says little, the weights stay near 1, so the
 * estimate stays near the source's shares.
 *
 * @param penalty Δ, at least 0; 0.01 as in public code
 */
record RegularizedLearning(double penalty) implements ShareEstimator {
    private static final int HALVINGS = 60;
    private static final double SMALLEST = 1e-12;
    private static final double LARGEST = 1e6;

    @Override
    public String name() {
        return "rlls";
    }

    @Override
    public String title() {
        return "Regularized";
    }

    @Override
    public String citation() {
        return "Azizzadenesheli et al. 2019, Regularized learning for domain adaptation under label shifts, ICLR";
    }

    @Override
    public double @Nullable [] shares(ShiftSample sample) {
        Confusion confusion = Confusion.hard(sample);
        double[] theta = theta(confusion.joint(), confusion.target());
        return BlackBox.shares(Arrays.stream(theta).map(t -> 1 + t).toArray(), confusion.sourceShares());
    }

    /**
     * Returns θ. Where neither norm is 0, the gradient vanishes for (CᵀC + μI) θ = Cᵀb with μ = Δ‖Cθ − b‖ / ‖θ‖. The right
     * side falls below μ at one place, which bisection finds; at the lower end θ solves Cθ = b. θ = 0 is the minimum if
     * ‖Cᵀb‖ ≤ Δ‖b‖.
     */
    double[] theta(double[][] joint, double[] target) {
        int classes = target.length;
        double[] b = new double[classes];
        for (int j = 0; j < classes; j++) {
            b[j] = target[j] - Arrays.stream(joint[j]).sum();
        }
        double[][] transposed = LinearSystem.transposed(joint);
        double[] projected = LinearSystem.product(transposed, b);
        if (LinearSystem.norm(projected) <= penalty * LinearSystem.norm(b) + SMALLEST) {
            return new double[classes];
        }
        double[][] square = new double[classes][];
        for (int i = 0; i < classes; i++) {
            square[i] = LinearSystem.product(transposed, transposed[i]);
        }
        double low = Math.log(SMALLEST);
        double high = Math.log(LARGEST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double mu = Math.exp(middle);
            double[] theta = ridge(square, projected, mu);
            if (penalty * distance(LinearSystem.product(joint, theta), b) > mu * LinearSystem.norm(theta)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return ridge(square, projected, Math.exp(high));
    }

    private static double[] ridge(double[][] square, double[] right, double mu) {
        double[][] matrix = new double[right.length][];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = square[i].clone();
            matrix[i][i] += mu;
        }
        double[] solution = LinearSystem.solve(matrix, right);
        return solution == null ? new double[right.length] : solution;
    }

    private static double distance(double[] one, double[] other) {
        double[] difference = new double[one.length];
        Arrays.setAll(difference, i -> one[i] - other[i]);
        return LinearSystem.norm(difference);
    }
}
