package io.github.dann4j.data;

import io.github.dann4j.files.FileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Tables in CSV files: commas, numbers with a point, a first line of names if one of its cells is no number. */
final class CsvReader {
    private final Path file;
    private final @Nullable String labelColumn;
    private int label = -1;
    private int width = -1;
    private float[] values = new float[1 << 12];
    private int filled;
    private final List<String> labels = new ArrayList<>();

    private CsvReader(Path file, @Nullable String labelColumn) {
        this.file = file;
        this.labelColumn = labelColumn;
    }

    static Table read(Path file, @Nullable String labelColumn) {
        CsvReader reader = new CsvReader(file, labelColumn);
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .get();
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(text, format)) {
            for (CSVRecord line : parser) {
                reader.take(line, parser.getCurrentLineNumber());
            }
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return reader.table();
    }

    private static DataException unreadable(Path file, IOException e) {
        return new DataException("%s: cannot be read as CSV: %s"
                .formatted(
                        file,
                        e instanceof CharacterCodingException ? "it is not text in UTF-8" : FileException.reason(e)));
    }

    private void take(CSVRecord line, long number) {
        if (width < 0) {
            width = line.size();
            boolean names = findLabels(line);
            if (width - (label < 0 ? 0 : 1) < 1) {
                throw new DataException("%s: has no column of numbers".formatted(file));
            }
            if (names) {
                return;
            }
        }
        if (line.size() != width) {
            throw new DataException("%s, line %d: has %d cells, the first line has %d; all need the same number"
                    .formatted(file, number, line.size(), width));
        }
        for (int cell = 0; cell < width; cell++) {
            if (cell == label) {
                labels.add(line.get(cell));
            } else {
                add(number(line.get(cell), number, cell));
            }
        }
    }

    /** Finds the column of labels, and tells whether the first line holds names. */
    private boolean findLabels(CSVRecord first) {
        List<String> cells = first.toList();
        if (labelColumn != null) {
            label = labelColumn.matches("[0-9]{1,9}") ? Integer.parseInt(labelColumn) - 1 : cells.indexOf(labelColumn);
            if (label < 0 || label >= width) {
                throw new DataException("%s: no column '%s' for labels; there are %d, the first line is: %s"
                        .formatted(file, labelColumn, width, shortened(String.join(", ", cells))));
            }
        }
        for (int cell = 0; cell < width; cell++) {
            if (cell != label && !isNumber(cells.get(cell))) {
                return true;
            }
        }
        return label >= 0 && cells.get(label).equals(labelColumn);
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private static boolean isNumber(String cell) {
        try {
            Float.parseFloat(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private float number(String cell, long line, int column) {
        float value = isNumber(cell) ? Float.parseFloat(cell) : Float.NaN;
        if (!Float.isFinite(value)) {
            throw new DataException("%s, line %d, column %d: '%s' is no finite number%s"
                    .formatted(
                            file,
                            line,
                            column + 1,
                            shortened(cell),
                            label < 0 ? "; a column of labels is named with --labels" : ""));
        }
        return value;
    }

    private void add(float value) {
        if (filled == values.length) {
            if (filled > Integer.MAX_VALUE / 2 - 8) {
                throw new DataException("%s: has more than %,d numbers, which is the most".formatted(file, filled));
            }
            values = Arrays.copyOf(values, 2 * filled);
        }
        values[filled++] = value;
    }

    private Table table() {
        int columns = width - (label < 0 ? 0 : 1);
        if (filled == 0) {
            throw new DataException("%s: holds no row of numbers".formatted(file));
        }
        return new Table(Arrays.copyOf(values, filled), filled / columns, columns, labels);
    }
}
