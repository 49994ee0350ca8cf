package io.github.dann4j.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a folder for one process. The system itself lets go when the process ends, however it ends; the file {@value #NAME} stays,
 * for a file that is removed while another process opens it would lock nothing.
 */
public final class FolderLock implements Closeable {
    /** Name of the file that is locked. */
    public static final String NAME = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Holds a folder that is there.
     *
     * @return null if another process, or another part of this one, holds it
     * @throws FileException if the folder cannot be written to
     */
    public static @Nullable FolderLock of(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            if (lock == null) {
                channel.close();
                return null;
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new FileException("%s: cannot be written: %s".formatted(file, FileException.reason(e)), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the process that ends lets go in any case
        }
    }
}
