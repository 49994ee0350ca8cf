package io.github.dann4j.tensorboard;

import io.github.dann4j.files.FileException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records in TFRecord's framing, which grows record by record. Each is handed to the system as soon as it is written,
 * in one piece, so that a process that is killed leaves at most its last record cut.
 *
 * <p>A record of n bytes: n as uint64, the masked CRC-32C of these 8 bytes as uint32, the n bytes, their masked CRC-32C; all
 * little-endian.
 */
final class RecordFile implements Closeable {
    private static final int FRAME = Long.BYTES + 2 * Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private final Path file;
    private final FileChannel channel;

    /**
     * Begins an empty file; an older one is lost.
     *
     * @throws FileException if it cannot be written
     */
    RecordFile(Path file) {
        this.file = file;
        try {
            this.channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** @throws FileException if the file can no longer be written */
    void append(byte[] record) {
        ByteBuffer framed = ByteBuffer.allocate(FRAME + record.length).order(ByteOrder.LITTLE_ENDIAN);
        framed.putLong(record.length);
        framed.putInt(maskedCrc(framed.array(), 0, Long.BYTES));
        framed.put(record);
        framed.putInt(maskedCrc(record, 0, record.length));
        framed.flip();
        try {
            while (framed.hasRemaining()) {
                channel.write(framed);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Turned and shifted by a constant, because a checksum of data that hold their own checksum tells little. */
    private static int maskedCrc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    private FileException unwritable(IOException e) {
        return new FileException("%s: cannot be written: %s".formatted(file, FileException.reason(e)), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
