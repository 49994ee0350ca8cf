package io.github.dann4j.engine;

import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * The device on which networks compute: the processor or a GPU. A process computes on one device, which it
 * {@linkplain #use chooses} before it creates the first network or opens the first dataset; by default the processor.
 *
 * <p>Arrays become tensors of the processor ({@link Tensors}). What a network computes with is {@linkplain #place
 * placed} on its device: parameters, stored examples, and the values that a step combines with them.
 */
public final class Device {
    static {
        NativeLibraries.load();
    }

    /** The processor. */
    public static final Device CPU = new Device(DeviceType.CPU, 0, new org.bytedeco.pytorch.Device("cpu"));

    private static volatile Device current = CPU;

    private final DeviceType type;
    private final int index;
    private final org.bytedeco.pytorch.Device handle;

    private Device(DeviceType type, int index, org.bytedeco.pytorch.Device handle) {
        this.type = type;
        this.index = index;
        this.handle = handle.retainReference();
    }

    /**
     * Returns a GPU.
     *
     * @param index number of the GPU, from 0, as CUDA counts
     * @throws EngineException if there is no such GPU, or CUDA cannot be used here; the message says what is missing
     */
    public static Device cuda(int index) {
        int count = Cuda.require();
        if (index < 0 || index >= count) {
            throw new EngineException(String.format(
                    Locale.ROOT,
                    "there is no GPU cuda:%d; this machine has %s",
                    index,
                    count == 1 ? "one, cuda:0" : String.format(Locale.ROOT, "cuda:0 to cuda:%d", count - 1)));
        }
        return new Device(DeviceType.CUDA, index, new org.bytedeco.pytorch.Device("cuda:" + index));
    }

    /** Returns the device of this process. */
    public static Device current() {
        return current;
    }

    /**
     * Sets the device of this process. Tensors that already exist stay where they are, so choose the device first.
     *
     * <p>On a GPU, operations are set to give the same bits in every run where libtorch can, and float32 is computed in
     * full: not in TF32, which keeps 10 of 23 bits.
     */
    public static void use(Device device) {
        if (device.isGpu()) {
            Cuda.prepare();
        }
        current = device;
    }

    /** Returns whether this is a GPU. A call only starts work on a GPU; reading a value waits for it. */
    public boolean isGpu() {
        return type == DeviceType.CUDA;
    }

    /** Returns the name in options and results: {@code cpu}, or {@code cuda:} and the number of the GPU. */
    public String label() {
        return isGpu() ? String.format(Locale.ROOT, "cuda:%d", index) : "cpu";
    }

    /** Returns the name of the hardware if the system reports it, otherwise a general one. */
    public String hardware() {
        return isGpu() ? Cuda.name(index) : Machine.processor();
    }

    /** Returns the tensor on this device, in the same memory order; the tensor itself if it is there already. */
    public Tensor place(Tensor tensor) {
        return tensor.is_cpu() == !isGpu() ? tensor : Tensors.to(handle, tensor);
    }

    /** Waits until all work of this device is done. Needed only to measure times. */
    public void await() {
        if (isGpu()) {
            torch.cuda_synchronize(index);
        }
    }

    DeviceType type() {
        return type;
    }

    @Override
    public String toString() {
        return label();
    }
}
