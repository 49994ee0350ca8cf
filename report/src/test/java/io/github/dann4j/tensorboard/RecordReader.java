package io.github.dann4j.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads TFRecord files by the description of the format, with a separate CRC-32C: bit by bit, from the polynomial. */
final class RecordReader {
    /** Castagnoli's polynomial, its bits reversed. */
    private static final int POLYNOMIAL = 0x82F63B78;

    /**
     * The content of a file.
     *
     * @param whole all complete records
     * @param cut number of bytes after the last complete record
     */
    record Content(List<byte[]> whole, int cut) {}

    private RecordReader() {}

    /** @throws IOException if a checksum of a complete record is wrong */
    static Content read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.remaining() >= 12) {
            int start = bytes.position();
            byte[] header = new byte[8];
            bytes.get(start, header);
            long length = bytes.getLong();
            requireCrc(header, bytes.getInt(), file, start);
            if (bytes.remaining() < length + 4) {
                return new Content(records, bytes.limit() - start);
            }
            byte[] record = new byte[(int) length];
            bytes.get(record);
            requireCrc(record, bytes.getInt(), file, start);
            records.add(record);
        }
        return new Content(records, bytes.remaining());
    }

    private static void requireCrc(byte[] bytes, int masked, Path file, int at) throws IOException {
        int crc = ~0;
        for (byte one : bytes) {
            crc ^= one & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ (POLYNOMIAL & -(crc & 1));
            }
        }
        crc = ~crc;
        int expected = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
        if (masked != expected) {
            throw new IOException(
                    String.format(Locale.ROOT, "%s: the checksum of the record at byte %d does not fit", file, at));
        }
    }
}
