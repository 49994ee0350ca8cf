package io.github.dann4j.distribute;

import io.github.dann4j.engine.Tensors;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Sends any number of bytes from the first worker to all others, in pieces. All workers have to call at the same time:
 * the first {@link #send}, the others {@link #receive}.
 */
public final class SharedBytes {
    private static final int PIECE = 16 << 20;

    private SharedBytes() {}

    /** Sends the next {@code size} bytes to the other workers. */
    public static void send(InputStream bytes, long size, Collective workers) throws IOException {
        workers.fromFirst("the size of a file", () -> Long.toString(size));
        for (long left = size; left > 0; left -= PIECE) {
            int length = (int) Math.min(left, PIECE);
            byte[] piece = bytes.readNBytes(length);
            if (piece.length < length) {
                throw new EOFException("the file has become shorter");
            }
            share(piece, workers);
        }
    }

    /** Receives the bytes of the first worker and writes them to {@code to}. */
    public static void receive(OutputStream to, Collective workers) throws IOException {
        long size = Long.parseLong(workers.fromFirst("the size of a file", () -> "0"));
        for (long left = size; left > 0; left -= PIECE) {
            to.write(share(new byte[(int) Math.min(left, PIECE)], workers));
        }
    }

    private static byte[] share(byte[] piece, Collective workers) {
        try (PointerScope scope = new PointerScope()) {
            Tensor bytes = Tensors.ofBytes(piece, piece.length);
            workers.broadcastFromFirst(List.of(bytes), "the copying of a file");
            return Tensors.bytes(bytes);
        }
    }
}
