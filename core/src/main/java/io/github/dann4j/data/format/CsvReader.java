package io.github.dann4j.data.format;

import io.github.dann4j.data.DataException;
import io.github.dann4j.files.FileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables from CSV files: separated by commas, numbers with a decimal point. The first line holds names if none of
 * its cells is a number, and is refused if only some are. The reader recognises what pandas and R write: columns named
 * 0, 1, 2, ..., and an unnamed column that numbers the rows.
 */
public final class CsvReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Spellings of a missing number; never the name of a column. */
    private static final Pattern MISSING = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");

    private static final Pattern COLUMN_NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int ROOM = 1 << 12;
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setIgnoreEmptyLines(true)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private final Path file;
    private final @Nullable String labelColumn;
    private final String way;
    private final double @Nullable [] offsets;
    private int label = -1;
    private int width = -1;
    /** Name of each column; null if the first line is a row. */
    private @Nullable List<String> names;

    private @Nullable TableValues values;
    private final List<String> labels = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private CsvReader(Path file, @Nullable String labelColumn, String way, double @Nullable [] offsets) {
        this.file = file;
        this.way = way;
        this.labelColumn = labelColumn;
        this.offsets = offsets;
    }

    /**
     * Reads a file.
     *
     * @param labelColumn name or number of the column of labels; null for none
     * @param way how a user names that column, for messages
     */
    public static Table read(Path file, @Nullable String labelColumn, String way) {
        CsvReader reader = new CsvReader(file, labelColumn, way, null);
        TableValues values = reader.readAll();
        int from = reader.firstColumn(values);
        boolean centred = values.isTooFar(from);
        if (centred) {
            values = new CsvReader(file, labelColumn, way, values.means()).readAll();
        }
        return new Table(
                values.from(from),
                values.rows(),
                reader.features() - from,
                reader.columnNames(from),
                reader.labels,
                centred,
                reader.remarks);
    }

    /** Returns whether the first line of a file has a cell with this text. */
    public static boolean hasColumn(Path file, String name) {
        try (BufferedReader text = open(file);
                CSVParser parser = CSVParser.parse(text, FORMAT)) {
            Iterator<CSVRecord> lines = parser.iterator();
            return lines.hasNext() && lines.next().toList().contains(name);
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** Names of the number columns from this one on; empty if the first line is a row, or if a column has no name. */
    private List<String> columnNames(int from) {
        if (names == null) {
            return List.of();
        }
        List<String> of = new ArrayList<>();
        for (int cell = 0; cell < width; cell++) {
            if (cell != label) {
                of.add(names.get(cell));
            }
        }
        List<String> used = of.subList(from, of.size());
        return used.contains("") ? List.of() : used;
    }

    private TableValues readAll() {
        try (BufferedReader text = open(file);
                CSVParser parser = CSVParser.parse(text, FORMAT)) {
            for (CSVRecord line : parser) {
                take(line, parser.getCurrentLineNumber());
            }
        } catch (UncheckedIOException e) {
            throw unreadable(file, e.getCause() == null ? new IOException(e) : e.getCause());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (values == null || values.rows() == 0) {
            throw new DataException("%s: contains no row of numbers".formatted(file));
        }
        return values;
    }

    private static DataException unreadable(Path file, IOException e) {
        return new DataException("%s: cannot be read as CSV: %s"
                .formatted(
                        file,
                        e instanceof CharacterCodingException ? "it is not text in UTF-8" : FileException.reason(e)));
    }

    private int features() {
        return width - (label < 0 ? 0 : 1);
    }

    private void take(CSVRecord line, long number) {
        if (values == null) {
            width = line.size();
            List<String> cells = line.toList();
            findLabels(cells);
            if (features() < 1) {
                throw new DataException("%s: has no column of numbers".formatted(file));
            }
            values = new TableValues(file, features(), ROOM, offsets == null ? new double[features()] : offsets);
            if (isNames(cells, number)) {
                names = cells;
                return;
            }
        }
        if (line.size() != width) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s, line %d: has %d cells, the first line has %d; all lines need the same number",
                    file,
                    number,
                    line.size(),
                    width));
        }
        for (int cell = 0, column = 0; cell < width; cell++) {
            if (cell == label) {
                labels.add(line.get(cell));
            } else {
                values.add(number(line.get(cell), number, cell), column++);
            }
        }
    }

    private void findLabels(List<String> cells) {
        if (labelColumn == null) {
            return;
        }
        boolean byNumber = COLUMN_NUMBER.matcher(labelColumn).matches();
        label = byNumber ? Integer.parseInt(labelColumn) - 1 : cells.indexOf(labelColumn);
        if (label < 0 || label >= width) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: no column '%s' for labels; there are %d, the first line is: %s",
                    file,
                    labelColumn,
                    width,
                    shortened(String.join(", ", cells))));
        }
    }

    /** Returns whether the first line holds names; adds a remark where that is a guess. */
    private boolean isNames(List<String> cells, long line) {
        int[] features = IntStream.range(0, width).filter(cell -> cell != label).toArray();
        long numbers = IntStream.of(features)
                .filter(cell -> !Double.isNaN(Decimal.valueOf(cells.get(cell))))
                .count();
        boolean counts = countsFrom(cells, features, 0) || countsFrom(cells, features, 1);
        boolean counted = counts && numbers > 0 && (numbers > 2 || numbers < features.length);
        boolean byName =
                labelColumn != null && !COLUMN_NUMBER.matcher(labelColumn).matches();
        if (numbers == features.length && !counted && !byName) {
            if (counts && numbers > 1) {
                remarks.add("%s: first line taken as a row: %s".formatted(file, String.join(", ", cells)));
            }
            return false;
        }
        for (int cell : features) {
            if (MISSING.matcher(cells.get(cell)).matches()) {
                number(cells.get(cell), line, cell); // throws
            }
        }
        if (numbers > 0 && !counted) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s, line %d: some cells are numbers and some are not, so it is neither names nor a row: %s%s",
                    file,
                    line,
                    shortened(String.join(", ", cells)),
                    labelColumn == null
                            ? "; name a column of labels with " + way
                            : byName ? "; %s also accepts the number of a column, counted from 1".formatted(way) : ""));
        }
        if (IntStream.of(features).allMatch(cell -> cells.get(cell).isEmpty())) {
            throw new DataException(String.format(Locale.ROOT, "%s, line %d: all cells are empty", file, line));
        }
        if (!byName && (counted || !areNames(cells, features))) {
            remarks.add("%s: first line taken as names: %s".formatted(file, shortened(String.join(", ", cells))));
        }
        if (!byName && labelColumn != null && cells.contains(labelColumn) && cells.indexOf(labelColumn) != label) {
            remarks.add("%s: %s %s is the column of that number, '%s', not the one of that name"
                    .formatted(file, way, labelColumn, cells.get(label)));
        }
        return true;
    }

    /**
     * Returns whether all non-empty cells are 0, 1, 2, ... from a given cell on, as columns without names are often
     * written.
     */
    private boolean countsFrom(List<String> cells, int[] features, int first) {
        return IntStream.of(features)
                .allMatch(cell -> cells.get(cell).equals(String.valueOf(cell - first))
                        || cell < first && cells.get(cell).isEmpty()
                        || cell == width - 1 && Double.isNaN(Decimal.valueOf(cells.get(cell))));
    }

    private static boolean areNames(List<String> cells, int[] features) {
        HashSet<String> seen = new HashSet<>();
        return IntStream.of(features)
                .mapToObj(cells::get)
                .filter(cell -> !cell.isEmpty())
                .allMatch(cell -> seen.add(cell) && (Character.isLetter(cell.charAt(0)) || cell.charAt(0) == '_'));
    }

    /**
     * Returns 1 to leave out an unnamed first column that numbers the rows, else 0. Adds remarks on other such columns.
     */
    private int firstColumn(TableValues read) {
        int from = 0;
        for (int cell = 0, column = 0; cell < width; cell++) {
            if (cell != label) {
                String name = names == null ? "" : names.get(cell);
                boolean nameless = name.isEmpty() || name.startsWith("Unnamed: "); // as pandas calls it
                if (cell == 0 && nameless && read.numbersRows(column) && features() > 1) {
                    from = 1;
                    remarks.add("%s: column 1 has no name and counts the rows; left out".formatted(file));
                } else if (read.numbersRows(column)) {
                    remarks.add(String.format(
                            Locale.ROOT,
                            "%s: column %d%s counts the rows; used as a feature like the others",
                            file,
                            cell + 1,
                            nameless ? "" : " ('%s')".formatted(name)));
                } else if (names != null && nameless) {
                    remarks.add(String.format(
                            Locale.ROOT,
                            "%s: column %d has no name; used as a feature like the others",
                            file,
                            cell + 1));
                }
                column++;
            }
        }
        return from;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private double number(String cell, long line, int column) {
        double value = Decimal.valueOf(cell);
        if (!Float.isFinite((float) value)) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s, line %d, column %d: '%s' is not a finite number%s",
                    file,
                    line,
                    column + 1,
                    shortened(cell),
                    label < 0 ? "; name a column of labels with " + way : ""));
        }
        return value;
    }
}
