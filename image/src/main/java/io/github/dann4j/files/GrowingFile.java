package io.github.dann4j.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that grows while others may read it. Each appended piece is handed to the operating system at once and as a
 * whole, so a killed process leaves at most its last piece truncated. An interrupt of the writing thread does no harm,
 * whereas it would close a channel.
 */
public final class GrowingFile implements Closeable {
    private final Path path;
    private final RandomAccessFile file;
    private long length;

    /**
     * Opens the file, creates it if it does not exist, and truncates it after its first {@code kept} bytes.
     *
     * @param kept number of bytes to keep; a shorter file stays as it is
     * @throws FileException if the file cannot be written
     */
    public GrowingFile(Path path, long kept) {
        this.path = path;
        RandomAccessFile opened = null;
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new NoSuchFileException(folder.toString());
            }
            opened = new RandomAccessFile(path.toFile(), "rw");
            length = Math.min(kept, opened.length());
            opened.setLength(length);
            opened.seek(length);
        } catch (IOException e) {
            if (opened != null) {
                closeQuietly(opened);
            }
            throw unwritable(e);
        }
        this.file = opened;
    }

    private static void closeQuietly(RandomAccessFile opened) {
        try {
            opened.close();
        } catch (IOException e) {
            // the failure that matters is already on its way
        }
    }

    /**
     * Appends a piece.
     *
     * @throws FileException if the file can no longer be written; its last piece may then be truncated
     */
    public void append(byte[] piece) {
        try {
            file.write(piece);
            length += piece.length;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Returns the current length in bytes. */
    public long length() {
        return length;
    }

    /**
     * Syncs all content to disk.
     *
     * @throws FileException if that fails
     */
    public void sync() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private FileException unwritable(IOException e) {
        return new FileException("%s: cannot be written: %s".formatted(path, FileException.reason(e)), e);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
