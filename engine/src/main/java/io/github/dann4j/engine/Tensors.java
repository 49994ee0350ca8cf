package io.github.dann4j.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Converts between libtorch's tensors and Java's arrays, each with one native copy and no call per element. */
public final class Tensors {
    static {
        NativeLibraries.load();
    }

    /** The layout of every tensor created here; cached, because a training step creates several. */
    private static final LayoutOptional LAYOUT = new LayoutOptional().retainReference();

    private static final DeviceOptional DEVICE = new DeviceOptional().retainReference();
    private static final BoolOptional PINNED = new BoolOptional().retainReference();
    private static final MemoryFormatOptional ORDER = new MemoryFormatOptional().retainReference();

    private Tensors() {}

    /** Returns an uninitialised contiguous tensor of the given element type and shape. */
    public static Tensor empty(ScalarType type, long... shape) {
        return torch.empty(shape, new ScalarTypeOptional(type), LAYOUT, DEVICE, PINNED, ORDER);
    }

    /** Returns a contiguous float32 tensor with a copy of {@code values} in the given shape. */
    public static Tensor ofFloats(float[] values, long... shape) {
        requireCount(values.length, shape);
        Tensor tensor = empty(ScalarType.Float, shape);
        if (values.length > 0) {
            new FloatPointer(tensor.data_ptr()).put(values, 0, values.length);
        }
        return tensor;
    }

    /** Returns a contiguous float64 tensor with a copy of {@code values} in the given shape. */
    public static Tensor ofDoubles(double[] values, long... shape) {
        requireCount(values.length, shape);
        Tensor tensor = empty(ScalarType.Double, shape);
        if (values.length > 0) {
            new DoublePointer(tensor.data_ptr()).put(values, 0, values.length);
        }
        return tensor;
    }

    /** Returns a contiguous int64 tensor with a copy of {@code values} in the given shape. */
    public static Tensor ofLongs(long[] values, long... shape) {
        requireCount(values.length, shape);
        Tensor tensor = empty(ScalarType.Long, shape);
        if (values.length > 0) {
            new LongPointer(tensor.data_ptr()).put(values, 0, values.length);
        }
        return tensor;
    }

    /** Returns a contiguous uint8 tensor with a copy of {@code values} in the given shape. */
    public static Tensor ofBytes(byte[] values, long... shape) {
        requireCount(values.length, shape);
        Tensor tensor = empty(ScalarType.Byte, shape);
        if (values.length > 0) {
            putBytes(tensor, 0, values, 0, values.length);
        }
        return tensor;
    }

    /**
     * Copies bytes into a contiguous uint8 tensor.
     *
     * @param position index of the first element written, in the tensor's flat order
     */
    public static void putBytes(Tensor tensor, long position, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length); // the native copy checks nothing
        if (position < 0 || position + length > tensor.numel()) {
            throw new IndexOutOfBoundsException(String.format(
                    Locale.ROOT,
                    "bytes %d to %d do not fit into a tensor of %d elements",
                    position,
                    position + length,
                    tensor.numel()));
        }
        new BytePointer(tensor.data_ptr()).position(position).put(source, offset, length);
    }

    /** Returns all elements as float32, in row-major order, whatever the tensor's type and layout. */
    public static float[] floats(Tensor tensor) {
        float[] values = new float[count(tensor)];
        if (values.length > 0) {
            try (PointerScope scope = new PointerScope()) {
                new FloatPointer(flat(tensor, ScalarType.Float).data_ptr()).get(values);
            }
        }
        return values;
    }

    /** Returns all elements as float64, in row-major order. */
    public static double[] doubles(Tensor tensor) {
        double[] values = new double[count(tensor)];
        if (values.length > 0) {
            try (PointerScope scope = new PointerScope()) {
                new DoublePointer(flat(tensor, ScalarType.Double).data_ptr()).get(values);
            }
        }
        return values;
    }

    /** Returns all elements as int64, in row-major order. */
    public static long[] longs(Tensor tensor) {
        long[] values = new long[count(tensor)];
        if (values.length > 0) {
            try (PointerScope scope = new PointerScope()) {
                new LongPointer(flat(tensor, ScalarType.Long).data_ptr()).get(values);
            }
        }
        return values;
    }

    /** Returns all elements as uint8, in row-major order. */
    public static byte[] bytes(Tensor tensor) {
        byte[] values = new byte[count(tensor)];
        if (values.length > 0) {
            try (PointerScope scope = new PointerScope()) {
                new BytePointer(flat(tensor, ScalarType.Byte).data_ptr()).get(values);
            }
        }
        return values;
    }

    /** Returns the rows of a matrix {@code [n, d]} as {@code float[n][d]}. */
    public static float[][] rows(Tensor matrix) {
        float[] flat = floats(matrix);
        int rows = Math.toIntExact(matrix.size(0));
        int columns = rows == 0 ? 0 : flat.length / rows;
        float[][] result = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(flat, i * columns, result[i], 0, columns);
        }
        return result;
    }

    /** Returns a copy on the device of {@code other}; the tensor itself if it is there already. */
    public static Tensor beside(Tensor other, Tensor tensor) {
        return tensor.is_cpu() == other.is_cpu() ? tensor : to(other.device(), tensor);
    }

    /**
     * Returns a copy on another device. It does not wait for the work of a GPU: a copy to a GPU has been read from the
     * processor's memory when this returns.
     */
    static Tensor to(org.bytedeco.pytorch.Device device, Tensor tensor) {
        boolean async = tensor.is_cpu();
        return tensor.to(device, tensor.scalar_type().intern(), async, false, ORDER);
    }

    /** Returns the tensor in the processor's memory, where its values can be read. */
    public static Tensor onCpu(Tensor tensor) {
        return tensor.is_cpu() ? tensor : tensor.cpu();
    }

    private static Tensor flat(Tensor tensor, ScalarType type) {
        return onCpu(tensor.detach().to(type)).contiguous();
    }

    private static int count(Tensor tensor) {
        return Math.toIntExact(tensor.numel());
    }

    private static void requireCount(int values, long[] shape) {
        long count = 1;
        for (long side : shape) {
            count *= side;
        }
        if (count != values) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "shape %s holds %d elements, got %d values", Arrays.toString(shape), count, values));
        }
    }
}
