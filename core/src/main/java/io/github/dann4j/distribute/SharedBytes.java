package io.github.dann4j.distribute;

import io.github.dann4j.engine.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Bytes that the first worker gives to all. */
public final class SharedBytes {
    private SharedBytes() {}

    /** @param own what the first worker gives; that of the others is not looked at */
    public static byte[] ofFirst(byte[] own, Collective workers) {
        int size = Integer.parseInt(workers.fromFirst("the size of a file", () -> Integer.toString(own.length)));
        try (PointerScope scope = new PointerScope()) {
            Tensor bytes = Tensors.ofBytes(workers.share().isFirst() ? own : new byte[size], size);
            workers.copyFirst(List.of(bytes), "the copying of a file");
            return Tensors.bytes(bytes);
        }
    }
}
