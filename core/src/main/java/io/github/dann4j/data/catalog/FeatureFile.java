package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.CsvReader;
import io.github.dann4j.data.format.Decimal;
import io.github.dann4j.data.format.NpyReader;
import io.github.dann4j.data.format.SparseRows;
import io.github.dann4j.data.format.SvmLightReader;
import io.github.dann4j.data.format.Table;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.name.FeatureName;
import io.github.dann4j.data.name.FeatureName.TestRows;
import io.github.dann4j.engine.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * A file of features as a dataset. Its classes are the distinct labels, in numeric order if all are numbers, otherwise
 * in the order of the text.
 */
final class FeatureFile {
    /** Name of the column of labels that a CSV file may have. */
    private static final String LABEL = "label";

    /** The option with which a user names the column of labels. */
    private static final String WAY = "?labels=";

    private final String name;
    private final FeatureName file;
    private final Rows own;
    private final @Nullable Rows test;

    /**
     * The content of a file.
     *
     * @param labels one per row, or none
     */
    private record Rows(Path file, Table table) {
        List<String> labels() {
            return table.labels();
        }
    }

    private FeatureFile(String name, FeatureName file) {
        this.name = name;
        this.file = file;
        this.own = read(file.path());
        this.test = file.test() instanceof TestRows.OfFile other ? read(other.path()) : null;
        if (test != null
                && test.table().columns() != own.table().columns()
                && file.format() != FeatureName.Format.SVMLIGHT) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: %s has %d columns of features, %s has %d; both need the same",
                    name,
                    own.file(),
                    own.table().columns(),
                    test.file(),
                    test.table().columns()));
        }
    }

    /**
     * Reads a file.
     *
     * @param name as the user wrote it, without slice and thinning
     * @param from base of relative paths
     * @throws DataException if the file does not exist or is damaged, or if an option is wrong
     */
    static FeatureFile read(String name, Path from) {
        return new FeatureFile(name, FeatureName.parse(name, from));
    }

    private Rows read(Path path) {
        Table table = switch (file.format()) {
            case CSV -> csv(path);
            case NPY -> npy(path);
            case SVMLIGHT -> svmlight(path);
        };
        if (table.centred()) {
            throw new DataException(
                    "%s: its values are too far from 0 to be distinguished in single precision; subtract the same number from a column in all files"
                            .formatted(path));
        }
        float[] values = table.values();
        for (int at = 0; at < values.length; at++) {
            if (!Float.isFinite(values[at])) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: row %d, column %d is %s; all features must be finite",
                        path,
                        at / table.columns() + 1,
                        at % table.columns() + 1,
                        values[at]));
            }
        }
        for (int row = 0; row < table.labels().size(); row++) {
            if (table.labels().get(row).isEmpty()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: row %d has no label; a file needs one in each row, or none at all (?labels=none)",
                        path,
                        row + 1));
            }
        }
        return new Rows(path, table);
    }

    private Table csv(Path path) {
        String wanted = file.labels() == null ? LABEL : file.labels();
        boolean there = CsvReader.hasColumn(path, wanted);
        if (file.labels() == null) {
            return CsvReader.read(path, there ? LABEL : null, WAY);
        } else if (!wanted.equals(FeatureName.NO_LABELS)) {
            return CsvReader.read(path, wanted, WAY);
        }
        // The column of labels has to be known even if it is not used, because labels may be texts.
        Table table = CsvReader.read(path, CsvReader.hasColumn(path, LABEL) ? LABEL : null, WAY);
        return with(table, List.of());
    }

    private Table npy(Path path) {
        Table table = NpyReader.read(path);
        if (file.labels() == null || file.labels().equals(FeatureName.NO_LABELS)) {
            return table;
        }
        if (!path.equals(file.path())) {
            throw new DataException(
                    "%s: labels=FILE and test=FILE cannot be combined, because the rows of the test file would have no labels; use test=0.2 or test=all"
                            .formatted(name));
        }
        Path labels = Path.of(file.labels());
        Table numbers = NpyReader.readVector(labels);
        if (numbers.columns() != 1 || numbers.rows() != table.rows() || numbers.centred()) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: expected %d labels, one for each row of %s, got an array of %d x %d",
                    labels,
                    table.rows(),
                    path,
                    numbers.rows(),
                    numbers.columns()));
        }
        List<String> texts = new ArrayList<>();
        for (float number : numbers.values()) {
            if (number != Math.rint(number) || Math.abs(number) > 1e6) {
                throw new DataException("%s: label %s is not a whole number".formatted(labels, number));
            }
            texts.add(Integer.toString((int) number));
        }
        return with(table, texts);
    }

    private Table svmlight(Path path) {
        SparseRows rows =
                file.columns() == null ? SvmLightReader.read(path) : SvmLightReader.read(path, 0, file.columns());
        boolean labeled = file.labels() == null;
        return new Table(
                rows.dense(),
                rows.size(),
                rows.dimension(),
                List.of(),
                labeled
                        ? Arrays.stream(rows.labels())
                                .mapToObj(Integer::toString)
                                .toList()
                        : List.of(),
                false,
                List.of());
    }

    private static Table with(Table table, List<String> labels) {
        return new Table(
                table.values(),
                table.rows(),
                table.columns(),
                table.columnNames(),
                labels,
                table.centred(),
                table.remarks());
    }

    private List<String> classNames() {
        Set<String> names = new LinkedHashSet<>(own.labels());
        if (test != null) {
            names.addAll(test.labels());
        }
        boolean numbers = names.stream().noneMatch(text -> Double.isNaN(Decimal.valueOf(text)));
        return names.stream()
                .sorted(numbers ? Comparator.comparingDouble(Decimal::valueOf) : Comparator.naturalOrder())
                .toList();
    }

    /** Returns the dataset's description. */
    DatasetInfo entry() {
        boolean labeled = !own.labels().isEmpty();
        String split = file.test() instanceof TestRows.Drawn drawn
                ? String.format(
                        Locale.ROOT,
                        "a share of about %s%s, drawn from the content of each row by seed %d, is the test split",
                        drawn.share().share(),
                        labeled ? " of each class" : "",
                        drawn.share().seed())
                : test == null ? "all rows are in both splits" : "the test split is " + test.file();
        return new DatasetInfo(
                name,
                labeled ? "Features with labels" : "Features without labels",
                labeled ? classNames() : List.of(),
                DataKind.FEATURES,
                own.table().columns(),
                String.format(
                        Locale.ROOT,
                        "%d rows of %d columns; %s",
                        own.table().rows(),
                        own.table().columns(),
                        split),
                "your own",
                "");
    }

    /**
     * Returns one split, to be closed by the caller.
     *
     * @param wanted the name, with the slice
     */
    FeatureSet rows(DataName wanted, Split split) {
        Rows from = split == Split.TEST && test != null ? test : own;
        try (FeatureSet all = set(wanted.label(split), split, from)) {
            int[] numbers = split(all, split);
            if (numbers.length == 0) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: none of %d rows is in this split; choose another share with ?test=0.5, or all rows for both with ?test=all",
                        name,
                        split.label(),
                        all.size()));
            }
            Slice slice = wanted.slice(split);
            int count = slice.count(wanted.label(split), numbers.length);
            return all.selected(wanted.label(split), Arrays.copyOfRange(numbers, slice.from(), slice.from() + count))
                    .withNotes(split == Split.TRAIN ? from.table().remarks() : List.of());
        }
    }

    /** Returns all rows of the file, regardless of splits. */
    FeatureSet all() {
        return set(name, Split.TEST, own).withNotes(own.table().remarks());
    }

    private int[] split(FeatureSet all, Split split) {
        if (!(file.test() instanceof TestRows.Drawn drawn)) {
            return IntStream.range(0, all.size()).toArray();
        }
        int[] labels = own.labels().isEmpty() ? new int[all.size()] : labels(own, classNames());
        return drawn.share().rows(labels, all.rowSums(), split);
    }

    private static int[] labels(Rows rows, List<String> classNames) {
        return rows.labels().stream().mapToInt(classNames::indexOf).toArray();
    }

    private FeatureSet set(String label, Split split, Rows rows) {
        Table table = rows.table();
        try (PointerScope scope = new PointerScope()) {
            var features = Tensors.ofFloats(table.values(), table.rows(), table.columns());
            List<String> classes = classNames();
            return rows.labels().isEmpty()
                    ? FeatureSet.unlabeled(label, split, features, table.columnNames())
                    : FeatureSet.labeled(label, split, features, table.columnNames(), labels(rows, classes), classes);
        }
    }
}
