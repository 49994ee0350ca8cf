package io.github.dann4j.app.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body asynchronously, so no thread waits for it. Memory is reserved for bytes that have arrived,
 * never for those that are announced. A refused body is not kept, but it is still read to its end: if a server answers
 * and closes the connection while its client is still sending, the client's system discards the answer (RFC 9112,
 * section 9.6).
 */
final class RequestBody {
    /** Thrown if the body has more bytes than allowed. */
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Thrown if there is currently no room for the body. */
    static final class NoRoomException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final Content.Source source;
    private final int maxBytes;
    private final Quota room;
    private final Client client;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private @Nullable Exception refusal;
    private boolean ended;

    /** @param room in bytes; the receiver of the body must give back its length */
    RequestBody(Content.Source source, int maxBytes, Quota room, Client client) {
        this.source = source;
        this.maxBytes = maxBytes;
        this.room = room;
        this.client = client;
    }

    /**
     * Reads all bytes of the source. The future fails as the source does, or, at the end of the body, with
     * {@link TooLongException} or {@link NoRoomException}. After a failure no memory is reserved.
     */
    CompletableFuture<byte[]> read() {
        readOn();
        return whole;
    }

    /**
     * Gives up a body that is still being read: the future fails. The caller must fail the source too, but the future
     * does not depend on it: Jetty may lose the failure of a request if another thread reads at that moment.
     */
    void fail(Exception failure) {
        end(failure);
    }

    private void readOn() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this::readOn);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end(chunk.getFailure());
                return;
            }
            keep(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (last) {
                end(null);
                return;
            }
        }
    }

    private synchronized void keep(ByteBuffer bytes) {
        if (refusal != null || ended) {
            return;
        }
        int count = bytes.remaining();
        if (count > maxBytes - kept.size()) {
            refuse(new TooLongException());
        } else if (!room.take(client, count)) {
            refuse(new NoRoomException());
        } else {
            byte[] some = new byte[count];
            bytes.get(some);
            kept.write(some, 0, count);
        }
    }

    private void refuse(Exception why) {
        refusal = why;
        release();
    }

    private void release() {
        room.giveBack(client, kept.size());
        kept.reset();
    }

    private void end(@Nullable Throwable failure) {
        Throwable why;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            why = refusal == null ? failure : refusal;
            if (why != null) {
                release();
            }
        }
        if (why == null) {
            whole.complete(kept.toByteArray());
        } else {
            whole.completeExceptionally(why);
        }
    }
}
