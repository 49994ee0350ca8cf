package io.github.dann4j.data;

import io.github.dann4j.engine.Tensors;
import java.util.function.Function;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Indices as a tensor, in memory that is kept from one batch to the next: to make it anew took a tenth of the time that drawing a
 * batch of small pictures takes. For any thread, one after the other.
 */
public final class IndexTensor implements AutoCloseable {
    private Tensor tensor = Tensors.empty(ScalarType.Long, 0).retainReference();
    private LongPointer memory = new LongPointer(tensor.data_ptr());
    private int length;

    /**
     * @param use is given the indices, int64 {@code [n]}, and must not keep them
     * @return what {@code use} returns
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
