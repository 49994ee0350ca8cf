package io.github.dann4j.engine;

import static org.bytedeco.pytorch.global.torch.conv2d;

import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** The user's choice of precision: one of the two, or the faster one on this machine. */
public enum PrecisionChoice {
    /** The faster one, measured by a short timing of a convolution and its gradients. */
    AUTO,
    FP32,
    BF16;

    private static final int ROUNDS = 20;

    /**
     * After this many rounds, a win of either by the factor {@code PLAIN_WIN} ends the measurement, because every
     * training waits for it to start.
     */
    private static final int FEWEST_ROUNDS = 4;

    private static final double PLAIN_WIN = 1.5;

    /**
     * Without bfloat16 in the processor it is computed value by value, and one convolution of the race takes half a
     * second. So a few much smaller ones come first, and there is no race if bfloat16 is this many times slower in
     * them.
     */
    private static final int HOPELESS = 4;

    private static final int TRIALS = 5;
    private static final int FEWEST_TRIALS = 3;
    private static final int FEW_IMAGES = 4;
    private static final int IMAGES = 64;

    /** bfloat16 must win clearly, so that noise never decides between two choices with different results. */
    private static final double CLEAR_WIN = 1.15;

    /** Returns the name in options: {@code auto}, {@code fp32} or {@code bf16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the precision to train in. {@link #AUTO} takes one or two tenths of a second, and more in a close race. */
    public Precision resolve() {
        return switch (this) {
            case FP32 -> Precision.FP32;
            case BF16 -> Precision.BF16;
            case AUTO -> faster();
        };
    }

    private static Precision faster() {
        NativeLibraries.load();
        if (!Device.current().isGpu() && (Machine.computesNoBfloat16() || isHopeless())) {
            return Precision.FP32;
        }
        convolve(Precision.FP32, IMAGES); // warms up
        convolve(Precision.BF16, IMAGES);
        long fp32 = Long.MAX_VALUE;
        long bf16 = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) { // alternating, so that noise hits both
            if (round >= FEWEST_ROUNDS && (bf16 * PLAIN_WIN < fp32 || fp32 * PLAIN_WIN < bf16)) {
                break;
            }
            fp32 = Math.min(fp32, time(Precision.FP32, IMAGES));
            bf16 = Math.min(bf16, time(Precision.BF16, IMAGES));
        }
        boolean clear = bf16 * CLEAR_WIN < fp32;
        return clear ? Precision.BF16 : Precision.FP32;
    }

    /** Whether bfloat16 is so slow here that there is no race. */
    private static boolean isHopeless() {
        convolve(Precision.FP32, FEW_IMAGES); // warms up
        convolve(Precision.BF16, FEW_IMAGES);
        long fp32 = Long.MAX_VALUE;
        long bf16 = Long.MAX_VALUE;
        for (int trial = 1; trial <= TRIALS; trial++) {
            fp32 = Math.min(fp32, time(Precision.FP32, FEW_IMAGES));
            bf16 = Math.min(bf16, time(Precision.BF16, FEW_IMAGES));
            if (trial >= FEWEST_TRIALS && bf16 < HOPELESS * fp32) {
                return false;
            }
        }
        return true;
    }

    private static long time(Precision precision, int images) {
        long start = System.nanoTime();
        convolve(precision, images);
        Device.current().await();
        return System.nanoTime() - start;
    }

    /** Runs a middle layer of a small network, forward and backward: 5×5, 64 to 48 channels. */
    private static void convolve(Precision precision, int images) {
        try (PointerScope scope = new PointerScope()) {
            Device device = Device.current();
            Tensor input = device.place(Tensors.ofFloats(new float[images * 64 * 14 * 14], images, 64, 14, 14))
                    .contiguous(MemoryFormat.ChannelsLast)
                    .requires_grad_(true);
            Tensor weight = device.place(Tensors.ofFloats(new float[48 * 64 * 5 * 5], 48, 64, 5, 5))
                    .contiguous(MemoryFormat.ChannelsLast)
                    .requires_grad_(true);
            Tensor output;
            long[] one = {1, 1};
            try (Autocast autocast = Autocast.of(precision)) {
                output = conv2d(input, weight, new TensorOptional(), one, new long[] {0, 0}, one, 1);
            }
            output.sum().backward();
        }
    }
}
