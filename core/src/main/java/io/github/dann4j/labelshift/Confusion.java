package io.github.dann4j.labelshift;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What a model predicts for each class of the source, and for the target as a whole.
 *
 * <p>Immutable: the arrays are copied on construction and on access.
 *
 * @param joint C, {@code [K][K]}: {@code joint[j][y]} is the mean over the source of the prediction of class j, for
 *     examples of class y and 0 for others; the sum is 1
 * @param target q, {@code [K]}: the mean prediction on the target; the sum is 1
 */
public record Confusion(double[][] joint, double[] target) {
    private static final int ITERATIONS = 200;

    /**
     * Copies and checks the arrays.
     *
     * @throws IllegalArgumentException if the matrix is not square, the vector has another length, or a value is not
     *     finite or less than 0
     */
    public Confusion {
        joint = Arrays.stream(joint).map(double[]::clone).toArray(double[][]::new);
        target = target.clone();
        for (double[] row : joint) {
            if (row.length != joint.length || target.length != joint.length) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "a confusion needs a square matrix and as many target shares, got %d rows, %d columns and %d shares",
                        joint.length,
                        row.length,
                        target.length));
            }
            requireShares(row);
        }
        requireShares(target);
    }

    private static void requireShares(double[] values) {
        for (double value : values) {
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a share must be finite and at least 0, got " + value);
            }
        }
    }

    /** Counts predicted probabilities. */
    public static Confusion soft(ShiftSample sample) {
        return of(sample.source(), sample.sourceLabels(), sample.target());
    }

    /** Counts predicted classes. */
    public static Confusion hard(ShiftSample sample) {
        return of(certain(sample.source()), sample.sourceLabels(), certain(sample.target()));
    }

    private static Confusion of(double[][] source, int[] labels, double[][] target) {
        int classes = source[0].length;
        double[][] joint = new double[classes][classes];
        for (int i = 0; i < source.length; i++) {
            for (int j = 0; j < classes; j++) {
                joint[j][labels[i]] += source[i][j] / source.length;
            }
        }
        double[] mean = new double[classes];
        for (double[] row : target) {
            for (int j = 0; j < classes; j++) {
                mean[j] += row[j] / target.length;
            }
        }
        return new Confusion(joint, mean);
    }

    /** Returns 1 for the first of the largest values of each row, 0 for the others. */
    private static double[][] certain(double[][] rows) {
        double[][] all = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            int best = 0;
            for (int j = 1; j < rows[i].length; j++) {
                best = rows[i][j] > rows[i][best] ? j : best;
            }
            all[i] = new double[rows[i].length];
            all[i][best] = 1;
        }
        return all;
    }

    @Override
    public double[][] joint() {
        return Arrays.stream(joint).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public double[] target() {
        return target.clone();
    }

    /** Returns p, the share of each class in the source: the column sums of C. */
    public double[] sourceShares() {
        double[] shares = new double[target.length];
        for (double[] row : joint) {
            for (int y = 0; y < shares.length; y++) {
                shares[y] += row[y];
            }
        }
        return shares;
    }

    /**
     * Returns how well the model tells the classes of the source apart: the smallest singular value of the matrix of
     * predictions given the class. It is 1 if every class is always predicted, and 0 if the prediction of one class is
     * a mixture of those of others, or if the source does not have a class.
     */
    public double separation() {
        double[] shares = sourceShares();
        double[][] conditional = joint();
        for (double[] row : conditional) {
            for (int y = 0; y < shares.length; y++) {
                row[y] = shares[y] > 0 ? row[y] / shares[y] : 0;
            }
        }
        return smallestSingularValue(conditional);
    }

    /** Inverse iteration: the largest singular value of the inverse, inverted. */
    private static double smallestSingularValue(double[][] matrix) {
        double[][] transposed = LinearSystem.transposed(matrix);
        double[] vector = new Random(1).doubles(matrix.length).toArray(); // not orthogonal to the one it looks for
        double value = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            double length = LinearSystem.norm(vector);
            double[] unit = Arrays.stream(vector).map(x -> x / length).toArray();
            double[] half = LinearSystem.solve(transposed, unit);
            vector = half == null ? null : LinearSystem.solve(matrix, half);
            if (half == null || vector == null) {
                return 0;
            }
            value = 1 / LinearSystem.norm(half);
        }
        return value;
    }
}
