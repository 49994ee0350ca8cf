package io.github.dann4j.engine;

import org.bytedeco.javacpp.PointerScope;
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

    /**
     * Whether oneDNN computes here in the {@link Precision} that is in force: libtorch must have it, and bfloat16 needs
     * instructions that not every processor has.
     */
    public static boolean isAvailable() {
        return torch.hasMKLDNN() && (!Autocast.isBf16() || Bf16.WORKS);
    }

    /** Asked for when it is needed, once: a try is the only sure answer. */
    private static final class Bf16 {
        static final boolean WORKS = works();

        private static boolean works() {
            try (PointerScope scope = new PointerScope()) {
                Tensor input = Tensors.ofFloats(new float[16], 1, 1, 4, 4);
                Tensor weight = Tensors.ofFloats(new float[9], 1, 1, 3, 3);
                convolution(of(input), weight, Tensors.ofFloats(new float[1], 1), 0);
                return true;
            } catch (RuntimeException e) {
                return false; // then bfloat16 is computed by libtorch's own slow code, as users have asked for
            }
        }
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
