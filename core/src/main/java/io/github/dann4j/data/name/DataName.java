package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dataset's name as users write it: a dataset of the catalogue, and which of its images.
 *
 * <p>{@code mnist[20000:]} takes the train images from number 20,000 on, {@code mnist[:5000]} the first 5,000; the test
 * split stays whole. A second part, {@code mnist[:5000,:1000]} or {@code mnist[,:1000]}, slices the test split. Numbers
 * count from 0 in file order; the second number of a pair is exclusive.
 *
 * <p>{@code folder:PATH} is a folder of the user's images, {@code csv:FILE} a file of features ({@link FeatureName});
 * slices and thinning follow the path in the same way.
 *
 * <p>{@code mnist-m%0-4=0.2} keeps a fifth of classes 0 to 4 in both splits, after slicing;
 * {@code mnist-m%0=0.4,5-9=0.3} thins each class to its own share.
 *
 * @param base name of the dataset
 * @param train images of the train split
 * @param test images of the test split
 * @param thinning classes of which only a share is kept
 */
public record DataName(String base, Slice train, Slice test, Thinning thinning) {
    private static final Pattern SLICED = Pattern.compile("([^\\[\\]]*)\\[([^,\\[\\]]*)(?:,([^,\\[\\]]*))?\\]");
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,9})?\\s*:\\s*(\\d{1,9})?\\s*");

    /** Parses a name; relative paths are resolved against the working directory. */
    public static DataName parse(String text) {
        return parse(text, PathInName.HERE);
    }

    /**
     * Parses a name.
     *
     * @param from base of relative paths
     */
    public static DataName parse(String text, Path from) {
        PathInName form = PathInName.of(text);
        int cut = form == null ? 0 : form.end(text, from);
        int thin = text.indexOf('%', cut);
        Thinning thinning = thin < 0 ? Thinning.NONE : Thinning.parse(text, text.substring(thin + 1));
        String whole = thin < 0 ? text : text.substring(0, thin);
        if (whole.indexOf('[', cut) < 0 && whole.indexOf(']', cut) < 0) {
            return new DataName(whole, Slice.ALL, Slice.ALL, thinning);
        }
        Matcher matcher = SLICED.matcher(whole.substring(cut));
        if (!matcher.matches()) {
            throw malformed(text);
        }
        return new DataName(
                whole.substring(0, cut) + matcher.group(1),
                range(text, matcher.group(2)),
                range(text, matcher.group(3)),
                thinning);
    }

    public Slice slice(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    /** Returns the base name, with the slice unless it is the whole split. */
    public String label(Split split) {
        Slice slice = slice(split);
        return slice.equals(Slice.ALL) ? base : base + slice;
    }

    private static Slice range(String text, @Nullable String part) {
        if (part == null || part.isBlank()) {
            return Slice.ALL;
        }
        Matcher matcher = RANGE.matcher(part);
        if (!matcher.matches()) {
            throw malformed(text);
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        return new Slice(from == null ? 0 : Integer.parseInt(from), to == null ? null : Integer.valueOf(to));
    }

    private static DataException malformed(String text) {
        return new DataException(
                "%s: a slice is written name[from:to], or name[from:to,from:to] for train and test".formatted(text));
    }
}
