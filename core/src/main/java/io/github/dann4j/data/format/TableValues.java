package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The numbers of a table while it is read, row by row: float32, and what tells whether float32 will do. Where it will not, because the
 * values lie far from 0 and near one another, the file is read once more and the mean of each column taken off before rounding.
 */
final class TableValues {
    /** So many times the widest column's range from 0, float32 leaves that range less than 17,000 different values. */
    private static final double FAR = 1000;

    /** Of smaller ranges, float32 has not all digits. */
    private static final double LEAST_RANGE = 1e-31;

    private final Path file;
    private final int columns;
    private final double[] offsets;
    private float[] values;
    private int filled;
    private boolean rounded;
    private final double[] least;
    private final double[] most;
    private final double[] sums;
    /** The number of the first row, where a column numbers the rows; else NaN. */
    private final double[] counts;

    /**
     * @param room values that are known to come, or a first guess
     * @param offsets what is taken off each column
     */
    TableValues(Path file, int columns, int room, double[] offsets) {
        this.file = file;
        this.columns = columns;
        this.offsets = offsets;
        this.values = new float[room];
        this.least = new double[columns];
        this.most = new double[columns];
        this.sums = new double[columns];
        this.counts = new double[columns];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
    }

    /** Takes the next value of the next row. */
    void add(double value, int column) {
        if (filled == values.length) {
            if (filled > Integer.MAX_VALUE / 2 - 8) {
                throw new DataException(
                        String.format(Locale.ROOT, "%s: has more than %,d numbers, which is the most", file, filled));
            }
            values = Arrays.copyOf(values, 2 * filled);
        }
        int row = filled / columns;
        if (row == 0) {
            counts[column] = value == 0 || value == 1 ? value : Double.NaN;
        } else if (value != row + counts[column]) {
            counts[column] = Double.NaN;
        }
        least[column] = Math.min(least[column], value);
        most[column] = Math.max(most[column], value);
        sums[column] += value;
        rounded |= value != (float) value;
        values[filled++] = (float) (value - offsets[column]);
    }

    int rows() {
        return filled / columns;
    }

    /** Whether a column holds 0, 1, 2, ... or 1, 2, 3, ..., which numbers the rows. */
    boolean numbersRows(int column) {
        return rows() > 2 && !Double.isNaN(counts[column]);
    }

    /**
     * Whether the rounding has cost more than a little of what tells rows apart.
     *
     * @param from the first column that is used
     * @throws DataException if the values are too near one another for float32 at all
     */
    boolean isTooFar(int from) {
        double range = 0;
        double reach = 0;
        for (int column = from; column < columns; column++) {
            if (most[column] > least[column]) {
                range = Math.max(range, most[column] - least[column]);
                reach = Math.max(reach, Math.max(Math.abs(least[column]), Math.abs(most[column])));
            }
        }
        if (range > 0 && range < LEAST_RANGE) {
            throw new DataException(
                    "%s: its numbers differ by %s at most, too little for single precision; multiply them, as by 1e30"
                            .formatted(file, (float) range));
        }
        return rounded && reach > FAR * range;
    }

    double[] means() {
        return Arrays.stream(sums).map(sum -> sum / rows()).toArray();
    }

    /** The table's values without the columns before {@code from}. */
    float[] from(int from) {
        if (from == 0) {
            return filled == values.length ? values : Arrays.copyOf(values, filled);
        }
        int kept = columns - from;
        float[] some = new float[rows() * kept];
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(values, row * columns + from, some, row * kept, kept);
        }
        return some;
    }
}
