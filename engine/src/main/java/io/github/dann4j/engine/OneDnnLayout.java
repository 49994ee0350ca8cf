package io.github.dann4j.engine;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Activations in a memory format that oneDNN chooses, usually channels in blocks of 16. Gradients of convolutions and
 * poolings are computed faster in this format than with channels last. libtorch keeps such tensors opaque: they support
 * only {@link #convolution}, max-pooling and ReLU, with their gradients, until {@link Tensor#to_dense} converts them
 * back. Max-pooling and ReLU turn NaN into numbers.
 */
public final class OneDnnLayout {
    static {
        NativeLibraries.load();
    }

    private OneDnnLayout() {}

    /**
     * Returns whether oneDNN can compute here in the current {@link Precision}. The processor must compute, libtorch must include
     * oneDNN, and bfloat16 needs instructions that not every processor has.
     */
    public static boolean isAvailable() {
        return !Device.current().isGpu() && torch.hasMKLDNN() && (!Autocast.isBf16() || Bf16.WORKS);
    }

    /** Determined once, on first use, by trying: nothing else gives a reliable answer. */
    private static final class Bf16 {
        static final boolean WORKS = works();

        private static boolean works() {
            try (PointerScope scope = new PointerScope()) {
                Tensor input = Tensors.ofFloats(new float[16], 1, 1, 4, 4);
                Tensor weight = Tensors.ofFloats(new float[9], 1, 1, 3, 3);
                convolution(of(input), weight, Tensors.ofFloats(new float[1], 1), 0);
                return true;
            } catch (RuntimeException e) {
                return false; // libtorch's own slow code then computes bfloat16, as the user requested
            }
        }
    }

    /**
     * Converts {@code [n, c, h, w]} to oneDNN's format and the current {@link Precision}. Returns the tensor itself if
     * it is in oneDNN's format already.
     */
    public static Tensor of(Tensor tensor) {
        return tensor.is_mkldnn() ? tensor : Autocast.cast(tensor).to_mkldnn();
    }

    /**
     * Applies a convolution of stride 1, in the input's precision.
     *
     * @param input in oneDNN's format
     * @param weight float32 {@code [channels, c, k, k]}, in the usual memory order
     * @param bias float32 {@code [channels]}
     */
    public static Tensor convolution(Tensor input, Tensor weight, Tensor bias, long padding) {
        long[] one = {1, 1};
        return torch.convolution(
                input,
                weight,
                new TensorOptional(bias),
                one,
                new long[] {padding, padding},
                one,
                false,
                new long[] {0, 0},
                1);
    }
}
