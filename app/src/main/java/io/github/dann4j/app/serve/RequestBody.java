package io.github.dann4j.app.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/**
 * Reads a request's body without a thread that waits for it. Of one that is too long nothing is kept, yet it is read to its end: a server
 * that answers and hangs up while its client still sends makes the client's system throw the answer away (RFC 9112, section 9.6).
 */
final class RequestBody {
    /** The body has more bytes than are taken. */
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final Content.Source source;
    private final int maxBytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private boolean tooLong;

    private RequestBody(Content.Source source, int maxBytes) {
        this.source = source;
        this.maxBytes = maxBytes;
    }

    /** All bytes of {@code source}; fails with {@link TooLongException} once no more come of too many, or else as the source does. */
    static CompletableFuture<byte[]> read(Content.Source source, int maxBytes) {
        RequestBody body = new RequestBody(source, maxBytes);
        body.goOn();
        return body.whole;
    }

    private void goOn() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this::goOn);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                whole.completeExceptionally(tooLong ? new TooLongException() : chunk.getFailure());
                return;
            }
            keep(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                end();
                return;
            }
        }
    }

    private void keep(ByteBuffer bytes) {
        if (tooLong || bytes.remaining() > maxBytes - kept.size()) {
            tooLong = true;
            kept.reset();
            return;
        }
        byte[] some = new byte[bytes.remaining()];
        bytes.get(some);
        kept.write(some, 0, some.length);
    }

    private void end() {
        if (tooLong) {
            whole.completeExceptionally(new TooLongException());
        } else {
            whole.complete(kept.toByteArray());
        }
    }
}
