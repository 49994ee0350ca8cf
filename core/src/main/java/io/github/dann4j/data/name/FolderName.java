package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder of the user's images, as users write it: {@code folder:PATH}, or
 * {@code folder:PATH?test=0.3,seed=7,side=48}.
 *
 * @param path the folder
 * @param share which images are the test split, if the folder itself has no {@code train} and {@code test}
 * @param isWhole whether all images are in both splits ({@code test=all}), if the folder itself has no {@code train} and
 *     {@code test}
 * @param side images are stored as squares of this side, in pixels; null if the images decide it
 */
public record FolderName(
        Path path, ContentShare share, @Nullable Integer side, boolean isWhole) {
    private static final Pattern OPTION = Pattern.compile("(test|seed|side)=(all|[0-9.]{1,18})");
    private static final double USUAL_SHARE = 0.2;

    /** Returns whether a name refers to a folder. */
    public static boolean is(String name) {
        return name.startsWith(PathInName.FOLDER.prefix());
    }

    /**
     * Parses a name without slice and thinning.
     *
     * @param from base of relative paths
     * @throws DataException if there is no such folder, or an option is unknown or out of range
     */
    public static FolderName parse(String name, Path from) {
        int mark = PathInName.FOLDER.end(name, from);
        double share = USUAL_SHARE;
        long seed = 0;
        Integer side = null;
        boolean whole = false;
        if (mark < name.length()) {
            for (String option : name.substring(mark + 1).split(",", -1)) {
                Matcher matcher = OPTION.matcher(option);
                if (!matcher.matches()) {
                    throw new DataException(
                            "%s: '%s' is not an option of a folder; the options are test=0.2, test=all, seed=0 and side=64, for example folder:PATH?test=0.3,seed=7"
                                    .formatted(name, option));
                }
                try {
                    switch (matcher.group(1)) {
                        case "test" -> {
                            whole = matcher.group(2).equals("all");
                            share = whole ? USUAL_SHARE : Double.parseDouble(matcher.group(2));
                        }
                        case "seed" -> seed = Long.parseLong(matcher.group(2));
                        default -> side = Integer.valueOf(matcher.group(2));
                    }
                } catch (NumberFormatException e) {
                    throw new DataException("%s: the value of '%s' is not a valid number".formatted(name, option), e);
                }
            }
        }
        if (!(share > 0 && share < 1)) {
            throw new DataException("%s: test must be more than 0 and less than 1, got %s".formatted(name, share));
        }
        if (side != null && (side < 8 || side > 512)) {
            throw new DataException(String.format(Locale.ROOT, "%s: side must be 8 to 512 pixels, got %d", name, side));
        }
        Path path = PathInName.FOLDER.path(name, from);
        if (!Files.isDirectory(path)) {
            Path absolute = path.toAbsolutePath().normalize();
            throw new DataException(
                    Files.exists(path)
                            ? "%s: %s is a file; give the folder that contains the images".formatted(name, path)
                            : "%s: no such folder%s"
                                    .formatted(
                                            name,
                                            name.contains(absolute.toString()) ? "" : "; searched for " + absolute));
        }
        return new FolderName(path, new ContentShare(share, seed), side, whole);
    }
}
