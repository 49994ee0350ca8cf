package io.github.dann4j.engine;

import io.github.dann4j.api.PublicApi;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Runs a block of forward computations in a {@link Precision}. With {@link Precision#BF16} the convolutions and matrix
 * products in the block are computed in bfloat16 from float32 parameters, with {@link Precision#FP32} in float32.
 *
 * <p>Compute losses outside the block, in float32. A block is bound to the thread that opened it. Blocks may be nested;
 * closing a block restores the previous precision.
 */
@PublicApi
public final class Autocast implements AutoCloseable {
    static {
        NativeLibraries.load();
    }

    private final DeviceType device = device();
    private final boolean enabledBefore;
    private final ScalarType typeBefore;
    private boolean open = true;

    private Autocast(Precision precision) {
        enabledBefore = torch.is_autocast_enabled(device);
        typeBefore = torch.get_autocast_dtype(device);
        torch.set_autocast_enabled(device, precision == Precision.BF16);
        torch.set_autocast_dtype(device, ScalarType.BFloat16);
        torch.increment_nesting();
    }

    private static DeviceType device() {
        return Device.current().type();
    }

    /** Opens a block. Close it on the same thread. */
    public static Autocast of(Precision precision) {
        return new Autocast(precision);
    }

    /** Returns whether this thread is in a block of {@link Precision#BF16}. */
    public static boolean isBf16() {
        return torch.is_autocast_enabled(device());
    }

    /** Converts the tensor to the number format of this thread's block; to float32 outside of any block. */
    static Tensor cast(Tensor tensor) {
        return tensor.to(isBf16() ? ScalarType.BFloat16 : ScalarType.Float);
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        torch.decrement_nesting();
        torch.clear_cache(); // holds bfloat16 copies of the parameters, which the optimizer's update makes stale
        torch.set_autocast_enabled(device, enabledBefore);
        torch.set_autocast_dtype(device, typeBefore);
    }
}
