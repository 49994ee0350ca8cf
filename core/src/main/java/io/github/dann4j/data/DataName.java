package io.github.dann4j.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name as users write it: a set of the catalogue, and which of its images.
 *
 * <p>{@code mnist[20000:]} takes the train images from number 20,000 on, {@code mnist[:5000]} the first 5,000; the test split
 * stays whole. A second part, {@code mnist[:5000,:1000]} or {@code mnist[,:1000]}, slices the test split. Numbers count from
 * 0 in file order; the second one of a pair is not included.
 *
 * <p>{@code folder:PATH} is a folder of one's own pictures; what follows the path is read in the same way.
 *
 * <p>{@code mnist-m%0-4=0.2} keeps a fifth of classes 0 to 4 in both splits, after slicing; {@code mnist-m%0=0.4,5-9=0.3} thins
 * each class in its own way.
 *
 * @param base name of the set
 * @param train images of the train split
 * @param test images of the test split
 * @param thinning classes of which only a share is kept
 */
record DataName(String base, Slice train, Slice test, Thinning thinning) {
    private static final Pattern SLICED = Pattern.compile("([^\\[\\]]*)\\[([^,\\[\\]]*)(?:,([^,\\[\\]]*))?\\]");
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,9})?\\s*:\\s*(\\d{1,9})?\\s*");

    static DataName parse(String text) {
        boolean folder = FolderName.is(text);
        int thin = folder ? FolderName.end(text, '%') : text.indexOf('%');
        if (thin >= 0) {
            DataName whole = parse(text.substring(0, thin));
            Thinning thinning = Thinning.parse(text, text.substring(thin + 1));
            return new DataName(whole.base, whole.train, whole.test, thinning);
        }
        if (folder && FolderName.end(text, '[') < 0) {
            return new DataName(text, Slice.ALL, Slice.ALL, Thinning.NONE);
        }
        if (text.indexOf('[') < 0 && text.indexOf(']') < 0) {
            return new DataName(text, Slice.ALL, Slice.ALL, Thinning.NONE);
        }
        int bracket = folder ? FolderName.end(text, '[') : 0;
        Matcher matcher = SLICED.matcher(text.substring(bracket));
        if (!matcher.matches()) {
            throw malformed(text);
        }
        return new DataName(
                text.substring(0, bracket) + matcher.group(1),
                range(text, matcher.group(2)),
                range(text, matcher.group(3)),
                Thinning.NONE);
    }

    Slice slice(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    /** The base name, with the slice if it is not all of the split. */
    String label(Split split) {
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
