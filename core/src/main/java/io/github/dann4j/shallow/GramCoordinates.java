package io.github.dann4j.shallow;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Coordinates of dense rows in the space that some of them span: at most as many columns as there are such rows, with
 * the same inner products. A linear SVM on the coordinates is the SVM on the rows, at a fraction of the numbers.
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
        double[] flat = new double[n * n];
        double[][] gram = basis.gram();
        for (int i = 0; i < n; i++) {
            System.arraycopy(gram[i], 0, flat, i * n, n);
        }
        try (PointerScope scope = new PointerScope()) {
            T_TensorTensor_T both = torch.linalg_eigh(Tensors.ofDoubles(flat, n, n));
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

    /** Returns the coordinates of rows, {@code [n][rank]}; what lies outside of the space is left out. */
    public SparseInput coordinates(DenseInput rows) {
        double[][] inner = rows.products(basis);
        int rank = directions[0].length;
        double[] flat = new double[directions.length * rank];
        for (int i = 0; i < directions.length; i++) {
            System.arraycopy(directions[i], 0, flat, i * rank, rank);
        }
        double[] left = new double[inner.length * directions.length];
        for (int i = 0; i < inner.length; i++) {
            System.arraycopy(inner[i], 0, left, i * directions.length, directions.length);
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor product = Tensors.ofDoubles(left, inner.length, directions.length)
                    .mm(Tensors.ofDoubles(flat, directions.length, rank));
            double[] all = Tensors.doubles(product);
            double[][] coordinates = new double[inner.length][rank];
            for (int i = 0; i < inner.length; i++) {
                System.arraycopy(all, i * rank, coordinates[i], 0, rank);
            }
            return SparseInput.of(coordinates);
        }
    }
}
