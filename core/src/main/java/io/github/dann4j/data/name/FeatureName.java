package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of features, as users write it: {@code csv:FILE}, {@code npy:FILE} or {@code svmlight:FILE}, optionally
 * followed by options, for example {@code csv:reviews.csv?test=0.3,seed=7,labels=stars}:
 *
 * <ul>
 * <li>{@code test=0.2}: this share of the rows, drawn from their content, is the test split (default 0.2);
 * {@code test=all}: all rows are in both splits; {@code test=FILE}: the rows of that file
 * <li>{@code seed=0}: another seed draws another share
 * <li>{@code labels=NAME}: the column of labels of a CSV file (default {@code label}, if there is one);
 * {@code labels=FILE}: for a .npy file, another one with a whole number per row; {@code labels=none}: existing labels
 * are not read
 * <li>{@code columns=5000}: the number of columns of an svmlight file (default: as many as its largest index requires)
 * </ul>
 *
 * @param path the file
 * @param test which rows are the test split
 * @param labels the column of labels, or the file of labels, or {@value #NO_LABELS}; null without the option
 * @param columns value of the option; null without it
 */
public record FeatureName(
        Format format,
        Path path,
        TestRows test,
        @Nullable String labels,
        @Nullable Integer columns) {
    /** Option value for no labels. */
    public static final String NO_LABELS = "none";

    private static final double USUAL_SHARE = 0.2;
    private static final int MOST_COLUMNS = 1 << 20;
    private static final Pattern NUMBER = Pattern.compile("[0-9]*\\.?[0-9]+");

    /** The format of the file, given by the prefix of the name. */
    public enum Format {
        CSV,
        NPY,
        SVMLIGHT;

        private String prefix() {
            return name().toLowerCase(Locale.ROOT) + ":";
        }
    }

    /** Selects the rows of the test split. */
    public sealed interface TestRows {
        /** A share of each class, drawn from the content of each row; see {@link ContentShare}. */
        record Drawn(ContentShare share) implements TestRows {}

        /** All rows, which are also the training split: for a target domain whose own rows are to be classified. */
        record All() implements TestRows {}

        /** The rows of another file. */
        record OfFile(Path path) implements TestRows {}
    }

    /** Returns whether a name refers to a file of features. */
    public static boolean is(String name) {
        return PathInName.of(name) != null && !FolderName.is(name);
    }

    /** Returns whether a name refers to a file that omits columns without a value. */
    public static boolean isSparse(String name) {
        return name.startsWith(Format.SVMLIGHT.prefix());
    }

    /**
     * Parses a name without slice and thinning.
     *
     * @param from base of relative paths
     * @throws DataException if there is no such file, or an option is unknown or out of range
     */
    public static FeatureName parse(String name, Path from) {
        Format format = Format.valueOf(name.substring(0, name.indexOf(':')).toUpperCase(Locale.ROOT));
        PathInName form = Objects.requireNonNull(PathInName.of(name));
        int mark = form.end(name, from);
        String share = null;
        String seed = "0";
        String labels = null;
        Integer columns = null;
        for (String option : mark < name.length() ? name.substring(mark + 1).split(",", -1) : new String[0]) {
            String value = option.substring(option.indexOf('=') + 1);
            switch (option.substring(0, Math.max(0, option.indexOf('=')))) {
                case "test" -> share = value;
                case "seed" -> seed = value;
                case "labels" -> labels = value;
                case "columns" -> columns = columns(name, format, value);
                default ->
                    throw new DataException(
                            "%s: '%s' is not an option of a file of features; the options are test=0.2, test=all, test=FILE, seed=0, labels=NAME, labels=none and columns=5000, for example csv:FILE?test=0.3,seed=7"
                                    .formatted(name, option));
            }
        }
        if (labels != null && format == Format.SVMLIGHT && !labels.equals(NO_LABELS)) {
            throw new DataException(
                    "%s: an svmlight file has a label in each row, so labels can only be 'none', got '%s'"
                            .formatted(name, labels));
        }
        if (labels != null && format == Format.NPY && !labels.equals(NO_LABELS)) {
            Path file = form.resolved(labels, from);
            requireFile(name, file);
            labels = file.toString();
        }
        Path path = form.path(name, from);
        requireFile(name, path);
        return new FeatureName(format, path, testRows(name, form, share, seed, from), labels, columns);
    }

    /** Returns whether any of its paths is relative, so that its meaning depends on a folder. */
    public boolean isRelative() {
        return !path.isAbsolute()
                || (test instanceof TestRows.OfFile other && !other.path().isAbsolute())
                || (format == Format.NPY
                        && labels != null
                        && !labels.equals(NO_LABELS)
                        && !Path.of(labels).isAbsolute());
    }

    private static TestRows testRows(String name, PathInName form, @Nullable String test, String seed, Path from) {
        if (test != null && test.equals("all")) {
            return new TestRows.All();
        } else if (test != null && !NUMBER.matcher(test).matches()) {
            Path file = form.resolved(test, from);
            requireFile(name, file);
            return new TestRows.OfFile(file);
        }
        double share = test == null ? USUAL_SHARE : Double.parseDouble(test);
        if (!(share > 0 && share < 1)) {
            throw new DataException(
                    "%s: test must be more than 0 and less than 1, or 'all', or a file, got %s".formatted(name, test));
        }
        try {
            return new TestRows.Drawn(new ContentShare(share, Long.parseLong(seed)));
        } catch (NumberFormatException e) {
            throw new DataException("%s: seed must be a whole number, got '%s'".formatted(name, seed), e);
        }
    }

    private static Integer columns(String name, Format format, String value) {
        int columns;
        try {
            columns = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            columns = 0;
        }
        if (format != Format.SVMLIGHT || columns < 1 || columns > MOST_COLUMNS) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: columns is for svmlight files, a whole number from 1 to %d, got '%s'",
                    name,
                    MOST_COLUMNS,
                    value));
        }
        return columns;
    }

    private static void requireFile(String name, Path path) {
        if (!Files.isRegularFile(path)) {
            Path absolute = path.toAbsolutePath().normalize();
            throw new DataException(
                    Files.isDirectory(path)
                            ? "%s: %s is a folder; give a file, or folder:PATH for a folder of images"
                                    .formatted(name, path)
                            : "%s: no such file%s"
                                    .formatted(
                                            name,
                                            name.contains(absolute.toString()) ? "" : "; searched for " + absolute));
        }
    }
}
