package io.github.dann4j.labelshift;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Small square systems of linear equations: Gaussian elimination with row pivots. */
final class LinearSystem {
    /** A pivot below this share of the largest entry is taken for 0. */
    private static final double SINGULAR = 1e-12;

    private LinearSystem() {}

    /**
     * Returns x with {@code matrix · x = right}; null if the matrix is singular.
     *
     * @param matrix {@code [n][n]}, unchanged
     */
    static double @Nullable [] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] a = new double[n][];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            a[i] = Arrays.copyOf(matrix[i], n + 1);
            a[i][n] = right[i];
            largest = Math.max(
                    largest, Arrays.stream(matrix[i]).map(Math::abs).max().orElse(0));
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            if (!(Math.abs(a[pivot][k]) > SINGULAR * largest)) {
                return null;
            }
            double[] row = a[pivot];
            a[pivot] = a[k];
            a[k] = row;
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / row[k];
                for (int j = k; j <= n; j++) {
                    a[i][j] -= factor * row[j];
                }
            }
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double rest = a[i][n];
            for (int j = i + 1; j < n; j++) {
                rest -= a[i][j] * x[j];
            }
            x[i] = rest / a[i][i];
        }
        return x;
    }

    /** Returns the matrix times a vector. */
    static double[] product(double[][] matrix, double[] vector) {
        double[] product = new double[matrix.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    /** Returns the scalar product of two vectors. */
    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    /** Returns the Euclidean norm of a vector. */
    static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    /** Returns the transposed matrix. */
    static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[i].length; j++) {
                transposed[j][i] = matrix[i][j];
            }
        }
        return transposed;
    }
}
