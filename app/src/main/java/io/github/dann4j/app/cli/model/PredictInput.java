package io.github.dann4j.app.cli.model;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.format.FolderWalk;
import io.github.dann4j.data.format.Table;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Seeds;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One input of {@code predict}: image files, or a dataset. */
sealed interface PredictInput {
    /** The characters that make a name a pattern. */
    Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    /**
     * Image files, found while they are read: a folder with any number of files needs no more memory than the names in
     * its largest subfolder.
     *
     * @param given the input as the user wrote it
     * @param root a file, or the folder to look in
     * @param wanted which files of the folder
     */
    record ImageBytes(String given, Path root, Predicate<Path> wanted)
            implements PredictInput, Iterable<FolderWalk.Found> {
        @Override
        public Iterator<FolderWalk.Found> iterator() {
            return Files.isDirectory(root)
                    ? new Wanted(new FolderWalk(root), wanted)
                    : List.of(new FolderWalk.Found(root, null, false)).iterator();
        }

        /**
         * Returns whether a file belongs to a share. Its name below the root alone decides, so the share is the same
         * whatever other files are found.
         */
        boolean isDealt(Path file, Shard share) {
            Path name = file.equals(root) ? file.getFileName() : root.relativize(file);
            return share.isDealt((int)
                    (Seeds.derive(0, String.valueOf(name).replace(java.io.File.separatorChar, '/')) >>> 33));
        }
    }

    /** A dataset of the catalogue. */
    record DataSet(String name) implements PredictInput {}

    /**
     * Resolves an input: an existing feature file, image file or folder; else a dataset; else a pattern.
     *
     * @throws ParameterException if it is none of these
     */
    static PredictInput of(String given, CommandLine command) {
        try {
            Path path = Path.of(given);
            if (Table.isTable(path) && Files.isRegularFile(path)) {
                String name = given.replaceFirst("(?s).*\\.", "").toLowerCase(Locale.ROOT) + ":" + given;
                DataCatalog.entry(name);
                return new DataSet(name);
            }
            if (Files.exists(path) || Files.isSymbolicLink(path)) {
                return new ImageBytes(given, path, file -> true);
            }
        } catch (InvalidPathException e) {
            // It may still be a pattern or a dataset: on Windows a path cannot contain an asterisk.
        }
        try {
            DataCatalog.entry(given);
            return new DataSet(given);
        } catch (DataException e) {
            if (WILDCARD.matcher(given).find()) {
                return pattern(given);
            }
            throw new ParameterException(
                    command,
                    "'%s' is not a file, a folder or a dataset (%s)"
                            .formatted(given, Objects.requireNonNullElse(e.getMessage(), "")),
                    e);
        }
    }

    private static PredictInput pattern(String given) {
        String fixed = given.split(WILDCARD.pattern(), 2)[0];
        int slash = Math.max(fixed.lastIndexOf('/'), fixed.lastIndexOf(java.io.File.separatorChar));
        String folder = slash < 0 ? "" : given.substring(0, slash + 1);
        String rest = given.substring(folder.length());
        Path root = Path.of(folder.isEmpty() ? "." : folder);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
        return new ImageBytes(given, root, file -> matcher.matches(root.relativize(file)));
    }

    /** Iterates over the wanted files, and over all folders that cannot be read. */
    final class Wanted implements Iterator<FolderWalk.Found> {
        private final FolderWalk walk;
        private final Predicate<Path> wanted;
        private FolderWalk.@Nullable Found next;

        Wanted(FolderWalk walk, Predicate<Path> wanted) {
            this.walk = walk;
            this.wanted = wanted;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && walk.hasNext()) {
                FolderWalk.Found found = walk.next();
                next = found.folder() || wanted.test(found.path()) ? found : null;
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public FolderWalk.Found next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            FolderWalk.Found current = next;
            advance();
            return current;
        }
    }
}
