package io.github.dann4j.shallow;

import io.github.dann4j.engine.Tensors;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Subspace alignment (Fernando et al., 2013), the paper's third method of table 2: each domain is projected onto its
 * own principal components, and those of the source are aligned with those of the target. A classifier of the aligned
 * source rows is then used on the projected target rows. It needs no label.
 */
public final class SubspaceAlignment {
    private final double[][] source;
    private final double[][] target;
    private final Scale targetScale;
    private final double[] targetComponents;
    private final int dimensions;

    private SubspaceAlignment(double[][] sourceRows, double[][] targetRows, int dimensions) {
        this.dimensions = dimensions;
        this.targetScale = Scale.of(targetRows);
        try (PointerScope scope = new PointerScope()) {
            Tensor one = Scale.of(sourceRows).apply(sourceRows);
            Tensor other = targetScale.apply(targetRows);
            Tensor ofSource = components(one, dimensions);
            Tensor ofTarget = components(other, dimensions);
            this.targetComponents = Tensors.doubles(ofTarget.contiguous());
            this.source = rows(one.mm(ofSource.mm(ofSource.t().mm(ofTarget))), dimensions);
            this.target = rows(other.mm(ofTarget), dimensions);
        }
    }

    /**
     * Aligns rows. The columns of each domain are first brought to mean 0 and variance 1; columns that are constant in a
     * domain become 0 there.
     *
     * @param source {@code [n][columns]}, at least 2 rows, all finite
     * @param target {@code [m][columns]}, at least 2 rows, all finite
     * @param dimensions of the subspaces, 1 to the number of columns; the paper chose it by the target's labels
     * @throws ShallowException if the rows or the number of dimensions are not as described
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
        return new SubspaceAlignment(source, target, dimensions);
    }

    /** The aligned source rows, {@code [n][dimensions]}. */
    public double[][] source() {
        return source;
    }

    /** The projected target rows, {@code [m][dimensions]}. */
    public double[][] target() {
        return target;
    }

    /**
     * Projects other rows of the target, such as those of its test examples, with the scale and the components of the
     * rows that were aligned.
     *
     * @param rows {@code [k][columns]}, at least 1, all finite
     * @return {@code [k][dimensions]}
     * @throws ShallowException if the rows have another number of columns, or a value is not finite
     */
    public double[][] projected(double[][] rows) {
        if (SparseInput.of(rows).columns() != targetScale.means().length) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "rows of %d columns were aligned, got rows of %d",
                    targetScale.means().length,
                    rows[0].length));
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor components = Tensors.ofDoubles(targetComponents, targetScale.means().length, dimensions);
            return rows(targetScale.apply(rows).mm(components), dimensions);
        }
    }

    /** What brings the columns of a domain to mean 0 and variance 1; the factor of constant columns is 0. */
    private record Scale(double[] means, double[] factors) {
        static Scale of(double[][] rows) {
            int columns = rows[0].length;
            double[] means = new double[columns];
            double[] factors = new double[columns];
            for (double[] row : rows) {
                for (int column = 0; column < columns; column++) {
                    means[column] += row[column] / rows.length;
                }
            }
            for (double[] row : rows) {
                for (int column = 0; column < columns; column++) {
                    double difference = row[column] - means[column];
                    factors[column] += difference * difference / rows.length;
                }
            }
            for (int column = 0; column < columns; column++) {
                factors[column] = factors[column] > 0 ? 1 / Math.sqrt(factors[column]) : 0;
            }
            return new Scale(means, factors);
        }

        Tensor apply(double[][] rows) {
            int columns = means.length;
            double[] flat = new double[rows.length * columns];
            for (int i = 0; i < rows.length; i++) {
                for (int column = 0; column < columns; column++) {
                    flat[i * columns + column] = factors[column] * (rows[i][column] - means[column]);
                }
            }
            return Tensors.ofDoubles(flat, rows.length, columns);
        }
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
