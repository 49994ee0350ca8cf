package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A table of numbers from a user's file, with one row per example, and a label for each row if there is one.
 *
 * @param values row by row, float32, {@code rows * columns}
 * @param rows at least 1
 * @param columns at least 1
 * @param columnNames one per column, or none
 * @param labels one per row, or none
 * @param centred whether the mean of each column was subtracted, because the values are too far from 0 to be
 *     distinguished in float32
 * @param remarks what a reader of the file had to guess, one line each
 */
public record Table(
        float[] values,
        int rows,
        int columns,
        List<String> columnNames,
        List<String> labels,
        boolean centred,
        List<String> remarks) {
    private static final String ARCHIVE = ".npz";

    public Table {
        columnNames = List.copyOf(columnNames);
        labels = List.copyOf(labels);
        remarks = List.copyOf(remarks);
        if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d rows of %d columns are not %d values", rows, columns, values.length));
        }
        if (!columnNames.isEmpty() && columnNames.size() != columns) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d names for %d columns", columnNames.size(), columns));
        }
        if (!labels.isEmpty() && labels.size() != rows) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d labels for %d rows", labels.size(), rows));
        }
    }

    /** Returns whether a file has the name of a table. */
    public static boolean isTable(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".npy") || name.endsWith(ARCHIVE);
    }

    /**
     * Reads a {@code .csv} or {@code .npy} file.
     *
     * @param labels column of labels of a CSV file: its name, or its number counted from 1; null for none
     * @throws DataException if the file is missing or damaged, or contains anything other than numbers
     */
    public static Table read(Path file, @Nullable String labels) {
        if (!Files.isRegularFile(file)) {
            throw new DataException("%s: no such file".formatted(file));
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(ARCHIVE)) {
            throw new DataException(NpyReader.ARCHIVE.formatted(file));
        }
        if (name.endsWith(".npy")) {
            if (labels != null) {
                throw new DataException("%s: a .npy file has no column of labels".formatted(file));
            }
            return NpyReader.read(file);
        }
        return CsvReader.read(file, labels, "--labels");
    }
}
