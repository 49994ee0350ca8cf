package io.github.dann4j.data.extract;

import io.github.dann4j.files.FileException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features or prepared images on disk: one file for each backbone and preparation of its input images, with a record for each image, found
 * by a checksum of the image's content. The file only grows. A record that is damaged counts as missing; an end that is
 * cut off, as by a kill, is removed before more is written. The file may be deleted at any time.
 */
final class FeatureCache {
    /** Bytes of the key of an image. */
    static final int KEY = 32;

    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);
    private static final long MAGIC = 0x64616e6e346a0003L; // "dann4j", version 3
    private static final int HEADER = Long.BYTES + Integer.BYTES;

    private final Path folder;
    private final Path file;
    private final int bytes;
    private boolean broken;

    /**
     * @param cache the folder for data that the program generates; the file is in its subfolder {@code features}
     * @param key of the backbone, hexadecimal
     * @param bytes of each image, a multiple of 4
     */
    FeatureCache(Path cache, String key, int bytes) {
        this.folder = cache.resolve("features");
        this.file = folder.resolve(key + ".features");
        this.bytes = bytes;
    }

    /** The header has the number of float32 values that take as much room. */
    private int values() {
        return bytes / Float.BYTES;
    }

    private int recordBytes() {
        return KEY + bytes + Integer.BYTES;
    }

    /**
     * Reads the features of some images.
     *
     * @param wanted what is to be done with the features of an image, by its key
     * @param found receives the values of each wanted key that is there, possibly more than once
     */
    <T> void read(Map<ByteBuffer, T> wanted, BiConsumer<T, byte[]> found) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            if (in.readLong() != MAGIC || in.readInt() != values()) {
                throw new IOException("not a cache of this version");
            }
            byte[] record = new byte[recordBytes()];
            while (in.readNBytes(record, 0, record.length) == record.length) {
                T use = wanted.get(ByteBuffer.wrap(record, 0, KEY));
                if (use != null && isIntact(record)) {
                    byte[] values = new byte[bytes];
                    System.arraycopy(record, KEY, values, 0, values.length);
                    found.accept(use, values);
                }
            }
        } catch (EOFException e) {
            LOG.debug("{}: cut off in its header", file);
        } catch (IOException e) {
            broken = true;
            LOG.warn(
                    "{}: not used, the features are computed again: {}; it may be deleted",
                    file,
                    FileException.reason(e));
        }
    }

    private static boolean isIntact(byte[] record) {
        int length = record.length - Integer.BYTES;
        return ByteBuffer.wrap(record).getInt(length) == sum(record, length);
    }

    private static int sum(byte[] record, int length) {
        CRC32C sum = new CRC32C();
        sum.update(record, 0, length);
        return (int) sum.getValue();
    }

    /** Adds records, if the disk has room for them. Other processes may add to the same file at the same time. */
    void add(Map<ByteBuffer, byte[]> rows) {
        if (broken || rows.isEmpty()) {
            return;
        }
        ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(rows.size(), recordBytes()));
        rows.forEach((key, values) -> {
            byte[] record = new byte[recordBytes()];
            key.duplicate().get(record, 0, KEY);
            System.arraycopy(values, 0, record, KEY, values.length);
            ByteBuffer.wrap(record).putInt(record.length - Integer.BYTES, sum(record, record.length - Integer.BYTES));
            all.put(record);
        });
        all.flip();
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
                    FileLock lock = channel.lock()) {
                long size = channel.size();
                long end = size < HEADER ? 0 : size - (size - HEADER) % recordBytes();
                channel.truncate(end).position(end);
                if (end == 0) {
                    write(
                            channel,
                            ByteBuffer.allocate(HEADER)
                                    .putLong(MAGIC)
                                    .putInt(values())
                                    .flip());
                }
                write(channel, all);
            }
        } catch (IOException | java.nio.channels.OverlappingFileLockException e) {
            broken = true;
            LOG.warn("{}: features are not kept: {}", file, e.getMessage());
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
