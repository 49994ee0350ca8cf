package io.github.dann4j.shallow;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of many columns as one native tensor, for features such as those of {@link Msda}. A training on them computes
 * with the products of all pairs of rows, of which there are {@code size²}, and not with the columns: this is the same
 * algorithm with the same numbers up to rounding, and faster by the ratio of columns to rows.
 *
 * <p>Owns its native memory.
 */
public final class DenseInput implements InputRows, AutoCloseable {
    /** Columns whose products are added up in the type of the rows; sums over blocks are float64. */
    private static final int BLOCK = 1024;

    private final Tensor rows;
    private double @Nullable [][] gram;

    /**
     * @param rows float32 or float64 {@code [n, columns]}, all finite
     * @throws ShallowException if the tensor has another shape or type, or a value is not finite
     */
    public DenseInput(Tensor rows) {
        ScalarType type = rows.scalar_type().intern();
        if (rows.dim() != 2 || rows.numel() == 0 || !(type == ScalarType.Float || type == ScalarType.Double)) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "expected rows as float32 or float64 [n, columns], got %s of %d dimensions and %d values",
                    type,
                    rows.dim(),
                    rows.numel()));
        }
        try (PointerScope scope = new PointerScope()) {
            if (!rows.isfinite().all().item_bool()) {
                throw new ShallowException("a value of the rows is not finite; remove its row or replace the value");
            }
        }
        this.rows = rows.retainReference();
    }

    @Override
    public int size() {
        return Math.toIntExact(rows.size(0));
    }

    @Override
    public int columns() {
        return Math.toIntExact(rows.size(1));
    }

    /** Returns the rows, {@code [n, columns]}; owned by this object. */
    public Tensor rows() {
        return rows;
    }

    @Override
    public double[][] times(double[] matrix, int width) {
        try (PointerScope scope = new PointerScope()) {
            Tensor right = Tensors.ofDoubles(matrix, columns(), width);
            return split(Tensors.doubles(sum(rows, right, false)), width);
        }
    }

    /**
     * Returns the product of a matrix with these rows.
     *
     * @param matrix {@code [width][size]}
     * @return {@code [columns][width]}, row after row
     */
    double[] transposedTimes(double[][] matrix) {
        try (PointerScope scope = new PointerScope()) {
            double[] flat = new double[matrix.length * size()];
            for (int i = 0; i < matrix.length; i++) {
                System.arraycopy(matrix[i], 0, flat, i * size(), size());
            }
            Tensor left = Tensors.ofDoubles(flat, matrix.length, size()).to(rows.scalar_type());
            return Tensors.doubles(rows.t().mm(left.t()));
        }
    }

    /**
     * Returns the inner products of all pairs of rows, {@code [n][n]}, in float64; computed once. The caller must not
     * change them.
     */
    synchronized double[][] gram() {
        if (gram == null) {
            gram = products(this);
        }
        return gram;
    }

    /** Returns the rows with these numbers, in this order; a new owner, with their inner products. */
    public DenseInput rows(int[] numbers) {
        double[][] all = gram();
        try (PointerScope scope = new PointerScope()) {
            Tensor order = Tensors.ofLongs(Arrays.stream(numbers).asLongStream().toArray(), numbers.length);
            DenseInput chosen = new DenseInput(torch.index_select(rows, 0, order));
            double[][] inner = new double[numbers.length][numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                for (int k = 0; k < numbers.length; k++) {
                    inner[i][k] = all[numbers[i]][numbers[k]];
                }
            }
            chosen.gram = inner;
            return chosen;
        }
    }

    /** Returns the inner product of each row with each row of another input, {@code [n][other n]}, in float64. */
    double[][] products(DenseInput other) {
        try (PointerScope scope = new PointerScope()) {
            return split(Tensors.doubles(sum(rows, other.rows, true)), other.size());
        }
    }

    /** The product of the rows with a matrix, in float64, block after block of columns. */
    private static Tensor sum(Tensor rows, Tensor right, boolean transposed) {
        long columns = rows.size(1);
        Tensor sum = Tensors.empty(ScalarType.Double, rows.size(0), transposed ? right.size(0) : right.size(1))
                .zero_();
        for (long from = 0; from < columns; from += BLOCK) {
            Cancellation.check("products of rows");
            long to = Math.min(columns, from + BLOCK);
            try (PointerScope scope = new PointerScope()) {
                Tensor left = part(rows, 1, from, to);
                Tensor factor =
                        (transposed ? part(right, 1, from, to).t() : part(right, 0, from, to)).to(rows.scalar_type());
                sum.add_(left.mm(factor));
            }
        }
        return sum;
    }

    private static Tensor part(Tensor matrix, int dimension, long from, long to) {
        return matrix.slice(dimension, new LongOptional(from), new LongOptional(to), 1);
    }

    private static double[][] split(double[] flat, int width) {
        double[][] lines = new double[flat.length / width][width];
        for (int i = 0; i < lines.length; i++) {
            System.arraycopy(flat, i * width, lines[i], 0, width);
        }
        return lines;
    }

    @Override
    public void close() {
        rows.releaseReference();
    }
}
