package io.github.dann4j.data.batch;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Tensors;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * A stored tensor with one row for each example, from which batches are taken. It is kept on the device of the network
 * if it fits there, otherwise in the processor's memory. Batches are always on the device.
 */
final class StoredRows implements AutoCloseable {
    private final Device device = Device.current();
    private final Tensor rows;

    /** @param stored {@code [n, ...]}; must outlive this object */
    StoredRows(Tensor stored) {
        this.rows = placed(stored).retainReference();
    }

    private Tensor placed(Tensor stored) {
        try {
            return device.place(stored);
        } catch (RuntimeException e) { // libtorch's exceptions have no type of their own
            if (device.isGpu() && String.valueOf(e.getMessage()).contains("out of memory")) {
                return stored;
            }
            throw e;
        }
    }

    /** Returns the rows with these numbers, int64 {@code [m]}. */
    Tensor select(Tensor numbers) {
        return device.place(index_select(rows, 0, Tensors.beside(rows, numbers)));
    }

    /** Returns the rows {@code from .. to - 1}. */
    Tensor range(int from, int to) {
        return device.place(rows.slice(0, new LongOptional(from), new LongOptional(to), 1));
    }

    @Override
    public void close() {
        rows.releaseReference();
    }
}
