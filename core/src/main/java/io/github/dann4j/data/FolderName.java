package io.github.dann4j.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder of one's own pictures, as users write it: {@code folder:PATH}, or {@code folder:PATH?test=0.3,seed=7,side=48}.
 *
 * @param path the folder
 * @param share which pictures are the test split, where the folder itself has no {@code train} and {@code test}
 * @param side side of the square in pixels that pictures are stored as; null: decided by the pictures
 */
record FolderName(Path path, ContentShare share, @Nullable Integer side) {
    static final String PREFIX = "folder:";

    /** The working directory. */
    static final Path HERE = Path.of("");

    private static final String MARKS = "?[%";

    /** What may follow the path: options, slice, thinning, in this order. */
    private static final Pattern TAIL = Pattern.compile("(\\?[^\\[%/]*)?(\\[[^%/]*)?(%[^/]*)?");

    /** A path that is no folder, and what follows it. */
    private static final Pattern MISSING =
            Pattern.compile("(.*?)(\\?[^?\\[%/]*)?(\\[[^\\[%/]*\\])?(%[^%/]*)?", Pattern.DOTALL);

    private static final Pattern OPTION = Pattern.compile("(test|seed|side)=([0-9.]{1,18})");
    private static final double USUAL_SHARE = 0.2;

    /** Whether a name means a folder at all. */
    static boolean is(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Where the path ends in a name that {@linkplain #is means a folder}: the longest beginning that is an existing folder counts, for
     * its name may hold the marks of what follows.
     *
     * @param from where a relative path counts from
     */
    static int pathEnd(String name, Path from) {
        int start = PREFIX.length();
        if (isFolder(name.substring(start), from)) {
            return name.length();
        }
        for (int end = name.length() - 1; end >= start; end--) {
            if (MARKS.indexOf(name.charAt(end)) >= 0
                    && (end > start || name.charAt(end) == '?')
                    && TAIL.matcher(name.substring(end)).matches()
                    && isFolder(name.substring(start, end), from)) {
                return end;
            }
        }
        Matcher missing = MISSING.matcher(name.substring(start));
        return missing.matches() ? start + missing.end(1) : name.length();
    }

    /**
     * The folder that a name means, whether it is there or not.
     *
     * @param from where a relative path counts from
     * @throws DataException if it is no path
     */
    static Path folder(String name, Path from) {
        return path(name.substring(PREFIX.length(), pathEnd(name, from)), from);
    }

    /**
     * Reads a name without slice and thinning.
     *
     * @param from where a relative path counts from
     * @throws DataException if there is no such folder, or an option is unknown or out of range
     */
    static FolderName parse(String name, Path from) {
        int mark = pathEnd(name, from);
        double share = USUAL_SHARE;
        long seed = 0;
        Integer side = null;
        if (mark < name.length()) {
            for (String option : name.substring(mark + 1).split(",", -1)) {
                Matcher matcher = OPTION.matcher(option);
                if (!matcher.matches()) {
                    throw new DataException(
                            "%s: '%s' is no option of a folder; they are test=0.2, seed=0 and side=64, as folder:PATH?test=0.3,seed=7"
                                    .formatted(name, option));
                }
                try {
                    switch (matcher.group(1)) {
                        case "test" -> share = Double.parseDouble(matcher.group(2));
                        case "seed" -> seed = Long.parseLong(matcher.group(2));
                        default -> side = Integer.valueOf(matcher.group(2));
                    }
                } catch (NumberFormatException e) {
                    throw new DataException("%s: '%s' is not the number it should be".formatted(name, option), e);
                }
            }
        }
        if (!(share > 0 && share < 1)) {
            throw new DataException("%s: test must be more than 0 and less than 1, got %s".formatted(name, share));
        }
        if (side != null && (side < 8 || side > 512)) {
            throw new DataException(String.format(Locale.ROOT, "%s: side must be 8 to 512 pixels, got %d", name, side));
        }
        Path path = folder(name, from);
        if (!Files.isDirectory(path)) {
            Path absolute = path.toAbsolutePath().normalize();
            throw new DataException(
                    Files.exists(path)
                            ? "%s: %s is a file; give the folder that holds the pictures".formatted(name, path)
                            : "%s: no such folder%s"
                                    .formatted(
                                            name,
                                            name.contains(absolute.toString()) ? "" : "; looked for " + absolute));
        }
        return new FolderName(path, new ContentShare(share, seed), side);
    }

    private static boolean isFolder(String text, Path from) {
        try {
            return Files.isDirectory(path(text, from));
        } catch (DataException e) {
            return false;
        }
    }

    /** Shells expand {@code ~} only at the beginning of a word, and the word begins with {@code folder:}. */
    private static Path path(String text, Path from) {
        try {
            if (text.startsWith("~/")) {
                return Path.of(System.getProperty("user.home"), text.substring(2));
            }
            Path given = Path.of(text.isEmpty() ? "." : text);
            Path there = from.resolve(given);
            // A run, or a model, may have been moved together with its folders.
            return !Files.isDirectory(there) && Files.isDirectory(given) ? given : there;
        } catch (InvalidPathException e) {
            throw new DataException("%s%s: not a path".formatted(PREFIX, text), e);
        }
    }
}
