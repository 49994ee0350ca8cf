package io.github.dann4j.data;

import io.github.dann4j.engine.Tensors;
import java.util.function.Function;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Indices as a tensor in memory that is reused from one batch to the next: allocating it for every batch took a tenth
 * of the time of drawing a batch of small images. May be used by any thread, one at a time.
 */
public final class IndexTensor implements AutoCloseable {
    private Tensor tensor = Tensors.empty(ScalarType.Long, 0).retainReference();
    private LongPointer memory = new LongPointer(tensor.data_ptr());
    private int length;

    /**
     * @param use receives the indices, int64 {@code [n]}, and must not keep them
     * @return the result of {@code use}
     */
    public synchronized <T> T use(long[] indices, Function<Tensor, T> use) {
        if (indices.length != length) {
            tensor.releaseReference();
            tensor = Tensors.empty(ScalarType.Long, indices.length).retainReference();
            memory = new LongPointer(tensor.data_ptr());
            length = indices.length;
        }
        if (length > 0) {
            memory.put(indices, 0, length);
        }
        return use.apply(tensor);
    }

    @Override
    public synchronized void close() {
        tensor.releaseReference();
    }
}
