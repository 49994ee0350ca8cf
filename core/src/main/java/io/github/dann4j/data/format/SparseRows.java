package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import java.util.Locale;

/**
 * Labelled rows of mostly zeros in compressed form: the values of row i are at {@code starts[i] .. starts[i + 1] - 1}.
 *
 * @param dimension values per row, zeros included
 * @param labels one per row, as in the file
 * @param starts one more than rows; the first is 0
 * @param indices column of each value, 0 to {@code dimension - 1}, ascending within a row
 * @param values in the order of {@code indices}
 */
public record SparseRows(int dimension, int[] labels, int[] starts, int[] indices, double[] values) {
    public SparseRows {
        if (starts.length != labels.length + 1
                || starts[0] != 0
                || starts[labels.length] != indices.length
                || indices.length != values.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d rows need %d starts, the last of which is the number of values",
                    labels.length,
                    labels.length + 1));
        }
    }

    /** Returns the number of rows. */
    public int size() {
        return labels.length;
    }

    /** Returns one row with its zeros: {@code [dimension]}. */
    public double[] row(int row) {
        double[] dense = new double[dimension];
        for (int at = starts[row]; at < starts[row + 1]; at++) {
            dense[indices[at]] = values[at];
        }
        return dense;
    }

    /** Returns all rows with their zeros, in single precision: {@code [rows · dimension]}. */
    public float[] dense() {
        if ((long) size() * dimension > Integer.MAX_VALUE - 8) {
            throw new DataException(
                    String.format(Locale.ROOT, "%,d rows of %,d columns do not fit into one array", size(), dimension));
        }
        float[] all = new float[size() * dimension];
        for (int row = 0; row < size(); row++) {
            for (int at = starts[row]; at < starts[row + 1]; at++) {
                all[row * dimension + indices[at]] = (float) values[at];
            }
        }
        return all;
    }
}
