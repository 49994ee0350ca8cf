package io.github.dann4j.app.cli;

import io.github.dann4j.data.DataCatalog;
import io.github.dann4j.data.DataException;
import io.github.dann4j.distribute.Share;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One thing that {@code predict} is given: picture files, or a data set. */
sealed interface PredictInput {
    /** What makes a name a pattern. */
    Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    /**
     * Picture files, found while they are read: a folder of any number of files takes no more memory than its largest subfolder's
     * names.
     *
     * @param given as the user wrote it
     * @param root a file, or the folder to look in
     * @param wanted which files of the folder
     */
    record Pictures(String given, Path root, Predicate<Path> wanted) implements PredictInput, Iterable<Path> {
        @Override
        public Iterator<Path> iterator() {
            return new Walk(root, wanted);
        }

        /** Whether a file is among a share. Its name below the root decides, so it is in one share whatever else is found. */
        boolean isDealt(Path file, Share share) {
            Path name = file.equals(root) ? file.getFileName() : root.relativize(file);
            return share.isDealt((int)
                    (Seeds.derive(0, String.valueOf(name).replace(java.io.File.separatorChar, '/')) >>> 33));
        }
    }

    /** A set of the catalogue. */
    record DataSet(String name) implements PredictInput {}

    /**
     * An existing file or folder, else a pattern, else a data set.
     *
     * @throws ParameterException if it is none of these
     */
    static PredictInput of(String given, CommandLine command) {
        try {
            Path path = Path.of(given);
            if (Files.exists(path)) {
                return new Pictures(given, path, file -> true);
            }
        } catch (InvalidPathException e) {
            // A pattern or a data set may still be meant: on Windows no path holds an asterisk.
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
                    "'%s' is no file, no folder and no data set (%s)"
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
        return new Pictures(given, root, file -> matcher.matches(root.relativize(file)));
    }

    /** Depth first, in the order of the names, hidden files left out; links to folders are not followed, so there are no circles. */
    final class Walk implements Iterator<Path> {
        private final Predicate<Path> wanted;
        private final Deque<Iterator<Path>> open = new ArrayDeque<>();
        private @Nullable Path next;

        Walk(Path root, Predicate<Path> wanted) {
            this.wanted = wanted;
            if (Files.isDirectory(root)) {
                open.push(children(root));
                advance();
            } else {
                next = root;
            }
        }

        private static Iterator<Path> children(Path folder) {
            List<Path> children = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                for (Path child : stream) {
                    if (!String.valueOf(child.getFileName()).startsWith(".")) {
                        children.add(child);
                    }
                }
            } catch (IOException e) {
                throw unreadable(folder, e);
            } catch (DirectoryIteratorException e) {
                throw unreadable(folder, Objects.requireNonNull(e.getCause()));
            }
            Collections.sort(children);
            return children.iterator();
        }

        private static FileException unreadable(Path folder, IOException e) {
            return new FileException("%s: cannot be read: %s".formatted(folder, FileException.reason(e)), e);
        }

        private void advance() {
            next = null;
            while (next == null && !open.isEmpty()) {
                if (!open.element().hasNext()) {
                    open.pop();
                    continue;
                }
                Path child = open.element().next();
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    open.push(children(child));
                } else if (Files.isRegularFile(child) && wanted.test(child)) {
                    next = child;
                }
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Path next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Path current = next;
            if (open.isEmpty()) {
                next = null;
            } else {
                advance();
            }
            return current;
        }
    }
}
