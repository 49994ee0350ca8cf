package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form of dataset names that contain a path of the user: {@code prefix:PATH}, optionally followed by options, a slice
 * and a thinning, for example {@code folder:photos?test=0.3[:500]}.
 *
 * @param prefix with its colon
 * @param isThere whether a path exists and is of the kind that such a name refers to
 * @param pathsAmongOptions whether an option may be a path
 */
public record PathInName(String prefix, Predicate<Path> isThere, boolean pathsAmongOptions) {
    /** The working directory. */
    public static final Path HERE = Path.of("");

    private static final String MARKS = "?[%";

    public static final PathInName FOLDER = new PathInName("folder:", Files::isDirectory, false);
    private static final List<PathInName> ALL = List.of(
            FOLDER,
            new PathInName("csv:", Files::isRegularFile, true),
            new PathInName("npy:", Files::isRegularFile, true),
            new PathInName("svmlight:", Files::isRegularFile, true));

    /** Returns the form of a name; null for a name of the catalogue. */
    public static @Nullable PathInName of(String name) {
        return ALL.stream()
                .filter(form -> name.startsWith(form.prefix))
                .findFirst()
                .orElse(null);
    }

    /** Matches what may follow the path: options, slice, thinning, in this order. */
    private Pattern tail() {
        return Pattern.compile(
                pathsAmongOptions ? "(\\?[^\\[%]*)?(\\[[^%/]*)?(%[^/]*)?" : "(\\?[^\\[%/]*)?(\\[[^%/]*)?(%[^/]*)?");
    }

    /** Matches a path that does not exist, and what follows it. */
    private Pattern missing() {
        return Pattern.compile(
                pathsAmongOptions
                        ? "(.*?)(\\?[^?\\[%]*)?(\\[[^\\[%/]*\\])?(%[^%/]*)?"
                        : "(.*?)(\\?[^?\\[%/]*)?(\\[[^\\[%/]*\\])?(%[^%/]*)?",
                Pattern.DOTALL);
    }

    /**
     * Returns where the path ends in a name of this form: after the longest beginning that exists, since a path may
     * contain the characters that mark options, slices and thinnings.
     *
     * @param from base of relative paths
     */
    int end(String name, Path from) {
        int start = prefix.length();
        if (isThere(name.substring(start), from)) {
            return name.length();
        }
        Pattern tail = tail();
        for (int end = name.length() - 1; end >= start; end--) {
            if (MARKS.indexOf(name.charAt(end)) >= 0
                    && (end > start || name.charAt(end) == '?')
                    && tail.matcher(name.substring(end)).matches()
                    && isThere(name.substring(start, end), from)) {
                return end;
            }
        }
        Matcher missing = missing().matcher(name.substring(start));
        return missing.matches() ? start + missing.end(1) : name.length();
    }

    /**
     * Returns the path that a name refers to, whether or not it exists.
     *
     * @param from base of relative paths
     * @throws DataException if it is not a path
     */
    public Path path(String name, Path from) {
        return resolved(name.substring(prefix.length(), end(name, from)), from);
    }

    private boolean isThere(String text, Path from) {
        try {
            return isThere.test(resolved(text, from));
        } catch (DataException e) {
            return false;
        }
    }

    /**
     * Resolves a path, including {@code ~}: shells expand it only at the beginning of a word, and here the word begins
     * with the prefix.
     */
    Path resolved(String text, Path from) {
        try {
            if (text.startsWith("~/")) {
                return Path.of(System.getProperty("user.home"), text.substring(2));
            }
            Path given = Path.of(text.isEmpty() ? "." : text);
            Path there = from.resolve(given);
            // A run or a model may have been moved together with its data.
            return !isThere.test(there) && isThere.test(given) ? given : there;
        } catch (InvalidPathException e) {
            throw new DataException("%s%s: not a path".formatted(prefix, text), e);
        }
    }
}
