package io.github.dann4j.tensorboard;

import io.github.dann4j.files.FileException;
import io.github.dann4j.files.GrowingFile;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of records in TFRecord's framing, which grows record by record. Each record is handed to the system
 * at once and in one piece, so a killed process leaves at most its last record incomplete.
 *
 * <p>A record of n bytes: n as uint64, the masked CRC-32C of these 8 bytes as uint32, the n bytes, their masked
 * CRC-32C; all little-endian.
 */
final class RecordFile implements Closeable {
    private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private final GrowingFile file;

    /**
     * Opens the file, and creates it if it is missing.
     *
     * @param kept number of bytes of an existing file to keep
     * @throws FileException if it cannot be written
     */
    RecordFile(Path file, long kept) {
        this.file = new GrowingFile(file, kept);
    }

    /** @throws FileException if the file can no longer be written */
    void append(byte[] record) {
        ByteBuffer framed = ByteBuffer.allocate(FRAME + record.length).order(ByteOrder.LITTLE_ENDIAN);
        framed.putLong(record.length);
        framed.putInt(maskedCrc(framed.array(), 0, Long.BYTES));
        framed.put(record);
        framed.putInt(maskedCrc(record, 0, record.length));
        file.append(framed.array());
    }

    /** The size in bytes. */
    long length() {
        return file.length();
    }

    /**
     * Rotates the checksum and adds a constant, because the checksum of data that contain their own checksum is of
     * little use.
     */
    private static int maskedCrc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    @Override
    public void close() {
        file.close();
    }
}
