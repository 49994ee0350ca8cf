package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the sparse text format of SVMlight and LIBSVM: one row per line, {@code label index:value index:value ...},
 * with ascending indices. Plain, gzip or bzip2.
 */
public final class SvmLightReader {
    /**
     * Maximum number of values in a file; more would not fit into the heap, and no dataset of this field comes near it.
     */
    private static final int MOST_VALUES = 50_000_000;

    private static final int MOST_ROWS = 5_000_000;

    private SvmLightReader() {}

    /** The largest number of columns that the indices of a file may require. */
    private static final int MOST_COLUMNS = 1 << 20;

    /** Reads a file with as many columns as its largest index requires; an index is the number of a column. */
    public static SparseRows read(Path file) {
        SparseRows rows = read(file, 0, MOST_COLUMNS);
        int largest = Arrays.stream(rows.indices()).max().orElse(0);
        return new SparseRows(largest + 1, rows.labels(), rows.starts(), rows.indices(), rows.values());
    }

    /**
     * Reads a file.
     *
     * @param firstIndex the smallest valid index, 0 or 1; it becomes 0
     * @param dimension number of valid indices
     * @throws DataException if a line is malformed; the message has its number
     */
    public static SparseRows read(Path file, int firstIndex, int dimension) {
        int[] labels = new int[1024];
        int[] starts = new int[1025];
        int[] indices = new int[1 << 14];
        double[] values = new double[1 << 14];
        int rows = 0;
        int count = 0;
        try (NumberText text = new NumberText(file)) {
            while (text.nextLine()) {
                if (rows == MOST_ROWS) {
                    throw text.wrong(String.format(Locale.ROOT, "more than %d rows", MOST_ROWS));
                }
                if (rows == labels.length) {
                    labels = Arrays.copyOf(labels, 2 * rows);
                    starts = Arrays.copyOf(starts, 2 * rows + 1);
                }
                labels[rows] = text.integer(String.valueOf(text.word()), -1_000_000, 1_000_000);
                int last = -1;
                for (String word; (word = text.word()) != null; ) {
                    int colon = word.indexOf(':');
                    if (colon < 1) {
                        throw text.wrong("'%s' is not of the form index:value".formatted(word));
                    }
                    int index =
                            text.integer(word.substring(0, colon), firstIndex, firstIndex + dimension - 1) - firstIndex;
                    if (index <= last) {
                        throw text.wrong(String.format(
                                Locale.ROOT,
                                "index %d after %d: indices must ascend",
                                index + firstIndex,
                                last + firstIndex));
                    }
                    last = index;
                    if (count == MOST_VALUES) {
                        throw text.wrong(String.format(Locale.ROOT, "more than %d values", MOST_VALUES));
                    }
                    if (count == indices.length) {
                        indices = Arrays.copyOf(indices, Math.min(MOST_VALUES, 2 * count));
                        values = Arrays.copyOf(values, Math.min(MOST_VALUES, 2 * count));
                    }
                    indices[count] = index;
                    values[count++] = text.number(word.substring(colon + 1));
                }
                starts[++rows] = count;
            }
        } catch (IOException e) {
            throw NumberText.unreadable(file, e);
        }
        if (rows == 0) {
            throw new DataException("%s: contains no row".formatted(file));
        }
        return new SparseRows(
                dimension,
                Arrays.copyOf(labels, rows),
                Arrays.copyOf(starts, rows + 1),
                Arrays.copyOf(indices, count),
                Arrays.copyOf(values, count));
    }
}
