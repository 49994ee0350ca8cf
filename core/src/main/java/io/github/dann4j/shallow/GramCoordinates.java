package io.github.dann4j.shallow;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Coordinates of dense rows in the space that some of them span: at most as many columns as there are such rows, with
 * the same inner products. A linear SVM on the coordinates is the SVM on the rows, with far fewer numbers.
 */
public final class GramCoordinates {
    /** Directions of less than this share of the largest variance are rounding. */
    private static final double LEAST = 1e-12;

    private final DenseInput basis;

    /** Eigenvectors divided by the roots of their eigenvalues, {@code [n][rank]}. */
    private final double[][] directions;

    private GramCoordinates(DenseInput basis, double[][] directions) {
        this.basis = basis;
        this.directions = directions;
    }

    /** @param basis the rows that span the space; must outlive the result */
    public static GramCoordinates of(DenseInput basis) {
        int n = basis.size();
        try (PointerScope scope = new PointerScope()) {
            T_TensorTensor_T both = torch.linalg_eigh(tensor(basis.gram()));
            double[] values = Tensors.doubles(both.get0());
            double[] vectors = Tensors.doubles(both.get1());
            int from = 0; // ascending
            while (from < n - 1 && values[from] < LEAST * values[n - 1]) {
                from++;
            }
            double[][] directions = new double[n][n - from];
            for (int i = 0; i < n; i++) {
                for (int k = from; k < n; k++) {
                    directions[i][k - from] = vectors[i * n + k] / Math.sqrt(values[k]);
                }
            }
            return new GramCoordinates(basis, directions);
        }
    }

    /** Returns the coordinates of the basis itself, {@code [n][rank]}. */
    public double[][] coordinates() {
        int rank = directions[0].length;
        try (PointerScope scope = new PointerScope()) {
            double[] all = Tensors.doubles(tensor(basis.gram()).mm(tensor(directions)));
            double[][] coordinates = new double[directions.length][rank];
            for (int i = 0; i < coordinates.length; i++) {
                System.arraycopy(all, i * rank, coordinates[i], 0, rank);
            }
            return coordinates;
        }
    }

    /**
     * Converts weights of coordinates to weights of columns: the product of a row with the returned weights is that of
     * its coordinates with the given weights.
     *
     * @param ofCoordinates one for each coordinate
     */
    public double[] weights(double[] ofCoordinates) {
        double[] multiples = new double[directions.length];
        for (int i = 0; i < multiples.length; i++) {
            for (int k = 0; k < ofCoordinates.length; k++) {
                multiples[i] += directions[i][k] * ofCoordinates[k];
            }
        }
        return basis.transposedTimes(new double[][] {multiples});
    }

    private static Tensor tensor(double[][] matrix) {
        double[] flat = new double[matrix.length * matrix[0].length];
        for (int i = 0; i < matrix.length; i++) {
            System.arraycopy(matrix[i], 0, flat, i * matrix[0].length, matrix[0].length);
        }
        return Tensors.ofDoubles(flat, matrix.length, matrix[0].length);
    }
}
