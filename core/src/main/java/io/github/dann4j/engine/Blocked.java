package io.github.dann4j.engine;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Activations in the order that oneDNN chooses, as a rule the channels in blocks of 16. The gradients of convolutions and
 * poolings are computed faster in it than with channels last. libtorch keeps such tensors opaque: what can be done with them is
 * {@link #convolution}, max-pooling and relu, with their gradients, and nothing else until {@link Tensor#to_dense} brings them back;
 * the latter two make numbers of NaN.
 */
public final class Blocked {
    static {
        NativeLibraries.load();
    }

    private Blocked() {}

    /** Whether this libtorch has oneDNN. */
    public static boolean isAvailable() {
        return torch.hasMKLDNN();
    }

    /**
     * {@code [n, c, h, w]} in oneDNN's order; itself if it is already. In the {@link Precision} that is in force where it is
     * called.
     */
    public static Tensor of(Tensor tensor) {
        return tensor.is_mkldnn() ? tensor : Autocast.cast(tensor).to_mkldnn();
    }

    /**
     * Convolution of stride 1, in the input's precision.
     *
     * @param input in oneDNN's order
     * @param weight float32 {@code [channels, c, k, k]}, in the usual order
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
