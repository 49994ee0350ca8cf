package io.github.dann4j.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
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

    private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    private AtomicFile() {}

    /**
     * Writes {@code file}, replacing an older one; on any failure the older one is untouched and nothing new is left.
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
        Path temporary = folder.resolve(".%s.%s.tmp".formatted(file.getFileName(), UUID.randomUUID()));
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
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> LEFTOVER.matcher(file.getFileName().toString()).matches())
                    .forEach(AtomicFile::delete);
        } catch (IOException e) {
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
