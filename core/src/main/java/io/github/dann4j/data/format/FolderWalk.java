package io.github.dann4j.data.format;

import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the files below a folder, depth first, in the order of their names. Files are found as they are
 * requested, so a folder with any number of files needs no more memory than the names in the folders that are open.
 *
 * <p>Links are followed, but not in cycles. Hidden files and folders are skipped, as are those that operating systems
 * leave ({@code Thumbs.db}, {@code @eaDir}, {@code __MACOSX} ...). What cannot be read is returned with the reason.
 */
public final class FolderWalk implements Iterator<FolderWalk.Found> {
    public static final String DANGLING = "a link whose target does not exist";

    /** In lower case. */
    private static final Set<String> DEBRIS = Set.of(
            "thumbs.db",
            "desktop.ini",
            "__macosx",
            "@eadir",
            "#recycle",
            "$recycle.bin",
            "system volume information",
            "lost+found");

    /**
     * A file, or what should have been one.
     *
     * @param path below the root
     * @param problem why it cannot be read; null if reading it may be tried
     * @param folder whether it is a folder, whose content is then omitted
     */
    public record Found(Path path, @Nullable String problem, boolean folder) {}

    /** Lists a folder. */
    interface Children {
        List<Path> of(Path folder) throws IOException;
    }

    /** An open folder, with its path without links. */
    private record Level(Path real, Iterator<Path> children) {}

    private final Children lister;
    private final Deque<Level> open = new ArrayDeque<>();
    private final Set<Path> above = new HashSet<>();
    private @Nullable Found next;

    /** Starts at a folder. */
    public FolderWalk(Path root) {
        this(root, FolderWalk::children);
    }

    FolderWalk(Path root, Children lister) {
        this.lister = lister;
        next = entered(root, null);
        if (next == null) {
            advance();
        }
    }

    /** Returns whether a file or folder with this name does not belong to the user. */
    static boolean isLeftOut(String name) {
        return name.startsWith(".") || DEBRIS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        Collections.sort(children);
        return children;
    }

    /** Opens a folder; returns it if it cannot be read. */
    private @Nullable Found entered(Path folder, @Nullable Path parent) {
        try {
            Path real = parent == null || Files.isSymbolicLink(folder)
                    ? folder.toRealPath()
                    : parent.resolve(folder.getFileName());
            if (above.add(real)) {
                try {
                    open.push(new Level(real, lister.of(folder).iterator()));
                } catch (IOException e) {
                    above.remove(real);
                    throw e;
                }
            }
            return null;
        } catch (IOException e) {
            return new Found(folder, "cannot be read: " + FileException.reason(e), true);
        }
    }

    private void advance() {
        next = null;
        while (next == null && !open.isEmpty()) {
            Level level = open.element();
            if (level.children().hasNext()) {
                next = found(level.children().next(), level.real());
            } else {
                above.remove(open.pop().real());
            }
        }
    }

    private @Nullable Found found(Path child, Path parent) {
        if (isLeftOut(String.valueOf(child.getFileName()))) {
            return null;
        }
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(child, BasicFileAttributes.class);
        } catch (IOException e) {
            return new Found(child, Files.isSymbolicLink(child) ? DANGLING : FileException.reason(e), false);
        }
        if (!isText(child)) {
            return new Found(
                    child,
                    "its name is not valid %s; rename it, or set the locale with which it was written"
                            .formatted(System.getProperty("sun.jnu.encoding")),
                    attributes.isDirectory());
        }
        if (attributes.isDirectory()) {
            return entered(child, parent);
        }
        return attributes.isRegularFile() ? new Found(child, null, false) : null;
    }

    /** Returns whether a name leads back to its file: bytes that are not text in the file system's encoding do not. */
    private static boolean isText(Path path) {
        Path name = Objects.requireNonNull(path.getFileName());
        try {
            return name.getFileSystem().getPath(name.toString()).equals(name);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Found next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        Found current = next;
        advance();
        return current;
    }
}
