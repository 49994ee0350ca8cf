package io.github.dann4j.data.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Creates the bytes of valid and broken IDX files. */
public final class IdxBytes {
    private IdxBytes() {}

    /** Returns a file with any header (magic number, dimensions) and any values. */
    public static byte[] of(int[] header, byte... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + values.length);
        for (int value : header) {
            bytes.putInt(value);
        }
        return bytes.put(values).array();
    }

    public static byte[] labels(int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = (byte) labels[i];
        }
        return of(new int[] {0x801, labels.length}, values);
    }

    /** Returns grey images of 4 x 4; every pixel of image i is i. */
    public static byte[] images(int count) {
        byte[] values = new byte[16 * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i / 16);
        }
        return of(new int[] {0x803, count, 4, 4}, values);
    }

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] concat(byte[] first, byte... second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** Writes a file and creates the folders above it. */
    public static Path write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
