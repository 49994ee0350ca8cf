package io.github.dann4j.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file whole or not at all: under a temporary name beside it first, then moved into place. */
public final class AtomicFile {
    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

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
            try (OutputStream out =
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(out);
            }
            move(temporary, file);
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
