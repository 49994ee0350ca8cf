package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The numbers of a table while it is read row by row: as float32, with statistics that show whether float32 is
 * sufficient. If it is not, because the values are far from 0 and close together, the file is read again and the mean
 * of each column is subtracted before rounding.
 */
final class TableValues {
    /**
     * At a distance from 0 of this many times the widest column's range, float32 has less than 17,000 different values
     * in that range.
     */
    private static final double FAR = 1000;

    /** Smaller ranges do not have the full precision of float32. */
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
    /** The number of the first row for a column that numbers the rows; otherwise NaN. */
    private final double[] counts;

    /**
     * @param room expected number of values, exact or a first guess
     * @param offsets subtracted from each column
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

    /** Adds the next value; values come row by row. */
    void add(double value, int column) {
        if (filled == values.length) {
            if (filled > Integer.MAX_VALUE / 2 - 8) {
                throw new DataException(
                        String.format(Locale.ROOT, "%s: has more numbers than the maximum of %,d", file, filled));
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

    /** Returns whether a column contains 0, 1, 2, ... or 1, 2, 3, ..., which numbers the rows. */
    boolean numbersRows(int column) {
        return rows() > 2 && !Double.isNaN(counts[column]);
    }

    /**
     * Returns whether rounding has lost more than a little of what distinguishes the rows.
     *
     * @param from the first column that is used
     * @throws DataException if the values are too close together even for centred float32
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
                    "%s: its numbers differ by at most %s, too little for single precision; multiply them, for example by 1e30"
                            .formatted(file, (float) range));
        }
        return rounded && reach > FAR * range;
    }

    double[] means() {
        return Arrays.stream(sums).map(sum -> sum / rows()).toArray();
    }

    /** Returns the table's values without the columns before {@code from}. */
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
