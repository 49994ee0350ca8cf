package io.github.dann4j.shallow;

import io.github.dann4j.engine.Tensors;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Subspace alignment (Fernando et al., 2013), the paper's third method of table 2: each domain is projected onto its own
 * principal components, and those of the source are turned to those of the target. A classifier of the aligned source
 * rows is then used on the projected target rows. It needs no label.
 *
 * @param source aligned source rows, {@code [n][dimensions]}
 * @param target projected target rows, {@code [m][dimensions]}
 */
public record SubspaceAlignment(double[][] source, double[][] target) {
    /**
     * Aligns rows. The columns of each domain are first brought to mean 0 and variance 1; columns that are constant in a
     * domain become 0 there.
     *
     * @param source {@code [n][columns]}, at least 2 rows, all finite
     * @param target {@code [m][columns]}, at least 2 rows, all finite
     * @param dimensions of the subspaces, 1 to the number of columns; the paper chose it by the target's labels
     * @throws ShallowException if the rows or the number of dimensions are no such values
     */
    public static SubspaceAlignment of(double[][] source, double[][] target, int dimensions) {
        SparseInput.of(source); // checks the values
        SparseInput.of(target);
        int columns = source[0].length;
        if (target[0].length != columns
                || source.length < 2
                || target.length < 2
                || dimensions < 1
                || dimensions > columns) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "subspace alignment needs 2 rows of each domain with the same columns and 1 to %d dimensions, got %d rows of %d, %d rows of %d and %d dimensions",
                    columns,
                    source.length,
                    columns,
                    target.length,
                    target[0].length,
                    dimensions));
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor one = normalised(source);
            Tensor other = normalised(target);
            Tensor ofSource = components(one, dimensions);
            Tensor ofTarget = components(other, dimensions);
            Tensor aligned = one.mm(ofSource.mm(ofSource.t().mm(ofTarget)));
            return new SubspaceAlignment(rows(aligned, dimensions), rows(other.mm(ofTarget), dimensions));
        }
    }

    private static Tensor normalised(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int column = 0; column < rows[0].length; column++) {
            double mean = 0;
            for (double[] row : rows) {
                mean += row[column] / rows.length;
            }
            double variance = 0;
            for (double[] row : rows) {
                variance += (row[column] - mean) * (row[column] - mean) / rows.length;
            }
            double scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
            for (int i = 0; i < rows.length; i++) {
                flat[i * rows[0].length + column] = scale * (rows[i][column] - mean);
            }
        }
        return Tensors.ofDoubles(flat, rows.length, rows[0].length);
    }

    /** The strongest principal components, {@code [columns, dimensions]}. */
    private static Tensor components(Tensor rows, int dimensions) {
        Tensor vectors = torch.linalg_eigh(rows.t().mm(rows)).get1(); // ascending
        return vectors.flip(1).narrow(1, 0, dimensions);
    }

    private static double[][] rows(Tensor matrix, int columns) {
        double[] flat = Tensors.doubles(matrix);
        double[][] rows = new double[flat.length / columns][columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(flat, i * columns, rows[i], 0, columns);
        }
        return rows;
    }
}
