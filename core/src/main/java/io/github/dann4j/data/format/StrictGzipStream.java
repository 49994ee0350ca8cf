package io.github.dann4j.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A gzip stream that, unlike the platform's, refuses bytes after the end of the compressed data. */
final class StrictGzipStream extends GZIPInputStream {
    /**
     * Length of the checksum and size at the end of a gzip member, which remain in the inflater's input after the last
     * member.
     */
    private static final int TRAILER = 8;

    private boolean ended;

    StrictGzipStream(InputStream in) throws IOException {
        super(in, 1 << 16);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = super.read(buffer, offset, length);
        if (got < 0 && length > 0 && !ended) {
            ended = true;
            if (inf.getRemaining() > TRAILER || in.read() >= 0) {
                throw new ZipException("bytes follow the end of the compressed data");
            }
        }
        return got;
    }
}
