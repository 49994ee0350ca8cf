package io.github.dann4j.embed.point;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Points to embed: n rows of d finite float32 numbers in one array.
 *
 * <p>Immutable: all factories except {@link #wrap} copy.
 */
@PublicApi
public final class Points {
    /** If all points are nearer to their mean than this, squared distances in float32 lose precision or become 0. */
    private static final double LEAST_REACH = 0x1p-40;

    /**
     * If values are this many times the widest column's range away from 0, float32 has fewer than 170 values in the
     * range.
     */
    private static final double FAR = 1e5;

    private final float[] values;
    private final int count;
    private final int dimensions;

    private Points(float[] values, int count, int dimensions) {
        if (dimensions < 1) {
            throw new EmbeddingException("points need at least 1 column, got " + dimensions);
        }
        if ((long) count * dimensions != values.length) {
            throw new EmbeddingException(String.format(
                    Locale.ROOT,
                    "%d points of %d columns are %d values, got %d",
                    count,
                    dimensions,
                    (long) count * dimensions,
                    values.length));
        }
        for (int at = 0; at < values.length; at++) {
            if (!Float.isFinite(values[at])) {
                throw new EmbeddingException(String.format(
                        Locale.ROOT,
                        "row %d, column %d is %s; points need finite numbers (float32)",
                        at / dimensions,
                        at % dimensions,
                        values[at]));
            }
        }
        this.values = values;
        this.count = count;
        this.dimensions = dimensions;
    }

    /**
     * Wraps an array without a copy. The caller must not change it afterwards.
     *
     * @param values {@code count * dimensions} values, row by row
     * @throws EmbeddingException if the counts do not fit, or a value is not finite
     */
    public static Points wrap(float[] values, int count, int dimensions) {
        return new Points(values, count, dimensions);
    }

    /**
     * Creates points from rows, one per point.
     *
     * @throws EmbeddingException if there is no row, rows differ in length, or a value is not finite
     */
    public static Points of(float[][] rows) {
        return of(rows, row -> rows[row].length, (row, column) -> rows[row][column]);
    }

    /**
     * Like {@link #of(float[][])}, with values rounded to float32.
     *
     * @throws EmbeddingException also if the values are so far from 0 that rounding would make them equal
     */
    public static Points of(double[][] rows) {
        Points points = of(rows, row -> rows[row].length, (row, column) -> (float) rows[row][column]);
        requireNear(points.count, points.dimensions, (row, column) -> rows[row][column]);
        return points;
    }

    private interface Exact {
        double at(int row, int column);
    }

    private static void requireNear(int count, int dimensions, Exact exact) {
        double range = 0;
        double reach = 0;
        int far = 0;
        boolean rounded = false;
        for (int column = 0; column < dimensions; column++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int row = 0; row < count; row++) {
                double value = exact.at(row, column);
                least = Math.min(least, value);
                most = Math.max(most, value);
                rounded |= value != (float) value;
            }
            double farthest = Math.max(Math.abs(least), Math.abs(most));
            if (most > least && farthest > reach) {
                reach = farthest;
                far = column;
            }
            range = Math.max(range, most - least);
        }
        if (rounded && reach > FAR * range) {
            throw new EmbeddingException(String.format(
                    Locale.ROOT,
                    "column %d reaches %.3g, but no column has a range of more than %.3g: float32 cannot tell such values apart; subtract the mean of each column",
                    far,
                    reach,
                    range));
        }
    }

    /**
     * Creates points from the rows of a matrix {@code [n, d]} of any type, rounded to float32.
     *
     * @throws EmbeddingException if the tensor is not a matrix, a value is not finite, or the values are so far from 0
     *     that rounding would make them equal
     */
    public static Points of(Tensor matrix) {
        if (matrix.dim() != 2) {
            throw new EmbeddingException("points must be a matrix [n, d], got a tensor of shape "
                    + Arrays.toString(matrix.sizes().vec().get()));
        }
        requireRoom(matrix.size(0), matrix.size(1));
        int columns = Math.toIntExact(matrix.size(1));
        Points points = new Points(Tensors.floats(matrix), Math.toIntExact(matrix.size(0)), columns);
        if (matrix.scalar_type().intern() == ScalarType.Double) {
            double[] exact = Tensors.doubles(matrix);
            requireNear(points.count, columns, (row, column) -> exact[row * columns + column]);
        }
        return points;
    }

    private interface RowLength {
        int of(int row);
    }

    private interface Value {
        float at(int row, int column);
    }

    private static Points of(Object[] rows, RowLength length, Value value) {
        if (rows.length == 0) {
            throw new EmbeddingException("no points: the array has no rows");
        }
        int columns = length.of(0);
        requireRoom(rows.length, columns);
        float[] values = new float[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            if (length.of(row) != columns) {
                throw new EmbeddingException(String.format(
                        Locale.ROOT,
                        "row %d has %d columns, row 0 has %d; all need the same number",
                        row,
                        length.of(row),
                        columns));
            }
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] = value.at(row, column);
            }
        }
        return new Points(values, rows.length, columns);
    }

    private static void requireRoom(long rows, long columns) {
        if (rows * columns > Integer.MAX_VALUE - 8) {
            throw new EmbeddingException(String.format(
                    Locale.ROOT,
                    "%d points of %d columns are more than the 2^31 values that fit into one array",
                    rows,
                    columns));
        }
    }

    /** Returns n. */
    public int count() {
        return count;
    }

    /** Returns d. */
    public int dimensions() {
        return dimensions;
    }

    /** Returns the value of a point in a column. */
    public float get(int row, int column) {
        return values[row * dimensions + column];
    }

    /** Returns a copy of one point, {@code [d]}. */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * dimensions, (row + 1) * dimensions);
    }

    /** Returns the points {@code from .. to - 1}. */
    public Points range(int from, int to) {
        return new Points(Arrays.copyOfRange(values, from * dimensions, to * dimensions), to - from, dimensions);
    }

    /** Returns the values row by row, without a copy. */
    public float[] values() {
        return values;
    }

    /** Returns a native copy, float32 {@code [n, d]}. It belongs to the caller's scope. */
    Tensor tensor() {
        return Tensors.ofFloats(values, count, dimensions);
    }

    /** Returns the mean of each column in float64, summed in the order of the rows. */
    double[] mean() {
        double[] mean = new double[dimensions];
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < dimensions; column++) {
                mean[column] += values[row * dimensions + column];
            }
        }
        for (int column = 0; column < dimensions; column++) {
            mean[column] /= count;
        }
        return mean;
    }

    /**
     * Returns a power of two that scales points whose squares would vanish in float32 to about 1; for other points 1.
     */
    double scale() {
        double[] mean = mean();
        double reach = 0;
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < dimensions; column++) {
                reach = Math.max(reach, Math.abs(values[row * dimensions + column] - mean[column]));
            }
        }
        return reach > 0 && reach < LEAST_REACH ? Math.scalb(1.0, -Math.getExponent(reach)) : 1;
    }

    /** Returns all values times a power of two; for 1 these points themselves. */
    Points times(double factor) {
        if (factor == 1) {
            return this;
        }
        float[] scaled = new float[values.length];
        for (int at = 0; at < scaled.length; at++) {
            scaled[at] = (float) (values[at] * factor);
        }
        return new Points(scaled, count, dimensions);
    }

    /** Requires a number of columns. */
    void requireDimensions(int expected, String what) {
        if (dimensions != expected) {
            throw new EmbeddingException(
                    String.format(Locale.ROOT, "%s have %d columns, these points have %d", what, expected, dimensions));
        }
    }
}
