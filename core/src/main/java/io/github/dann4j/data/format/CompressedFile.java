package io.github.dann4j.data.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Opens a file that may be compressed by gzip or bzip2. The format is recognised by the content, never by the name. */
final class CompressedFile {
    private CompressedFile() {}

    /** Returns the decompressed content; damage causes an {@link IOException} at the latest at its end. */
    static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            raw.mark(3);
            byte[] magic = raw.readNBytes(3);
            raw.reset();
            if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
                return new StrictGzipStream(raw);
            }
            if (magic.length == 3 && magic[0] == 'B' && magic[1] == 'Z' && magic[2] == 'h') {
                return new CheckedBzip2(raw);
            }
            return raw;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Reads concatenated bzip2 streams as one, and turns the library's runtime exceptions on damaged data into
     * IOExceptions.
     */
    private static final class CheckedBzip2 extends InputStream {
        private final BZip2CompressorInputStream in;

        CheckedBzip2(InputStream raw) throws IOException {
            in = new BZip2CompressorInputStream(raw, true);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (RuntimeException e) {
                throw new IOException("damaged bzip2 data", e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
