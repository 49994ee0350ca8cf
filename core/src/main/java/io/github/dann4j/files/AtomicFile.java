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

/** Writes a file whole or not at all, even if the power fails: under a temporary name beside it first, brought to the disk, then moved
 * into place. */
public final class AtomicFile {
    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final Pattern LEFTOVER =
            Pattern.compile("\\.(.+)\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    /** So long nobody pauses in the middle of a file. */
    private static final Duration GIVEN_UP = Duration.ofHours(1);

    private AtomicFile() {}

    /**
     * Writes {@code file}, replacing an older one; on any failure the older one is untouched and nothing new is left. What a process that was
     * killed left of this file an hour ago or longer is removed; other processes may write it at the same time.
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
        // For an end by Ctrl-C, which runs no finally.
        temporary.toFile().deleteOnExit();
        try {
            // Not a channel: an interrupt of the thread would close it in the middle.
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
     * Writes nothing into a folder, to see whether it could.
     *
     * @throws IOException if it cannot
     */
    public static void tryIn(Path folder) throws IOException {
        // Such a file is gone with its process, on most systems as soon as it is open.
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

    /** Brings a folder's names to the disk, where the system can do that. */
    private static void sync(Path folder) {
        boolean interrupted = Thread.interrupted();
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        } catch (IOException e) {
            // Windows opens no folder. The file is whole under either name.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes what a killed process may have left in a folder in which nobody else writes now. */
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

    /** @param which of them, by the name of the file that it would have become */
    private static void deleteLeftovers(Path folder, BiPredicate<Path, String> which) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> {
                        Matcher leftover = LEFTOVER.matcher(file.getFileName().toString());
                        return leftover.matches() && which.test(file, leftover.group(1));
                    })
                    .forEach(AtomicFile::delete);
        } catch (IOException | UncheckedIOException e) {
            // They take room, and nothing else.
        }
    }

    private static void delete(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure that matters is already on its way to the caller; a leftover is harmless, and its name says
            // what it is.
            temporary.toFile().deleteOnExit();
        }
    }
}
