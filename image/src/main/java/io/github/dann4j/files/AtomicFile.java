package io.github.dann4j.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a file completely or not at all, even if the power fails: writes to a temporary file in the same folder, syncs
 * it to disk, then moves it into place.
 */
public final class AtomicFile {
    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final Pattern LEFTOVER =
            Pattern.compile("\\.(.+)\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    /** Age after which a temporary file counts as abandoned; no writer pauses this long in the middle of a file. */
    private static final Duration GIVEN_UP = Duration.ofHours(1);

    private AtomicFile() {}

    /**
     * Writes {@code file} and replaces an older one. On any failure the older file is untouched and nothing new
     * remains. Removes temporary files of this file that a killed process left an hour ago or longer. Other processes
     * may write the file at the same time.
     *
     * @throws FileException if the file cannot be written
     */
    public static void write(Path file, Content content) {
        if (Files.isDirectory(file)) {
            throw new FileException("%s: cannot be written: is a folder".formatted(file));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new FileException("%s: cannot be written: no folder %s".formatted(file, folder));
        }
        deleteGivenUp(folder, file.getFileName().toString());
        Path temporary = temporary(folder, file.getFileName().toString());
        // Covers an end by Ctrl-C, which runs no finally block.
        temporary.toFile().deleteOnExit();
        try {
            // Not a channel: an interrupt of the thread would close it in the middle of the write.
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                content.writeTo(out);
                out.getFD().sync();
            }
            move(temporary, file);
            sync(folder);
        } catch (IOException e) {
            throw new FileException("%s: cannot be written: %s".formatted(file, FileException.reason(e)), e);
        } finally {
            delete(temporary);
        }
    }

    /**
     * Tests whether a folder is writable, by creating an empty file that is deleted at once.
     *
     * @throws IOException if it is not writable
     */
    public static void tryIn(Path folder) throws IOException {
        // The file disappears with its process; on most systems it disappears as soon as it is open.
        Files.newByteChannel(
                        temporary(folder, "writable"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)
                .close();
    }

    private static Path temporary(Path folder, String name) {
        return folder.resolve(".%s.%s.tmp".formatted(name, UUID.randomUUID()));
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Syncs a folder's entries to disk, where the system supports it. */
    private static void sync(Path folder) {
        boolean interrupted = Thread.interrupted();
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder as a channel. The file is complete under either name.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Removes temporary files that a killed process may have left in a folder. No other process may be writing there.
     */
    public static void deleteLeftovers(Path folder) {
        deleteLeftovers(folder, (file, name) -> true);
    }

    private static void deleteGivenUp(Path folder, String name) {
        Instant since = Instant.now().minus(GIVEN_UP);
        deleteLeftovers(
                folder,
                (file, of) -> of.equals(name)
                        && Instant.ofEpochMilli(file.toFile().lastModified()).isBefore(since));
    }

    /** @param which selects leftovers by path and by the name of the file that they would have become */
    private static void deleteLeftovers(Path folder, BiPredicate<Path, String> which) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> {
                        Matcher leftover = LEFTOVER.matcher(file.getFileName().toString());
                        return leftover.matches() && which.test(file, leftover.group(1));
                    })
                    .forEach(AtomicFile::delete);
        } catch (IOException | UncheckedIOException e) {
            // Leftovers take up space and do no other harm.
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure that matters is already on its way to the caller. A leftover is harmless, and its name says
            // what it is.
            temporary.toFile().deleteOnExit();
        }
    }
}
