package io.github.dann4j.model;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.conv2d;

import io.github.dann4j.engine.Layout;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * A convolution in the usual order of memory, led around three faults of oneDNN 3.7.
 *
 * <ul>
 *   <li>A kernel of one pixel with a stride gives wrong numbers with channels last, and writes beyond its own memory in the gradient of
 *       its weights (oneDNN's issue 6035). Here the pixels are picked first: the same values by a convolution of stride 1.
 *   <li>Pictures of one channel are the same with channels last and in the contiguous order, in which the gradient by the input is wrong
 *       unless there are a multiple of 16 outputs. Where that gradient is asked for, a second channel of zeros makes the order plain.
 *   <li>With the instructions of AVX2 alone, outputs 2 or 3 pixels wide are wrong where their channels leave a part of 32 empty. Columns of
 *       zeros widen the picture, and what comes of them is cut off.
 * </ul>
 */
record PlainConvolution(Layer.Convolution layer, Tensor weight, Tensor bias, Layout layout) {
    private static final int GROUP = 32;
    private static final long WIDE = 4;

    Tensor of(Tensor x) {
        if (layer.kernel() == 1 && layer.stride() > 1) {
            return convolution(layout.of(picked(x)), 1, 0);
        }
        long width = layer.channels() > GROUP && layer.channels() % GROUP != 0 ? width(x) : WIDE;
        if (width > 1 && width < WIDE) {
            long more = (WIDE - width) * layer.stride();
            return convolution(layout.of(padded(x, 0, more)), layer.stride(), layer.padding())
                    .narrow(3, 0, width);
        }
        return convolution(x, layer.stride(), layer.padding());
    }

    private long width(Tensor x) {
        return layer.outputShape(new long[] {x.size(1), x.size(2), x.size(3)})[2];
    }

    private Tensor convolution(Tensor x, int stride, int padding) {
        boolean one = x.size(1) == 1 && x.requires_grad();
        return conv2d(
                one ? layout.of(padded(x, 0, 0, 0, 0, 0, 1)) : x,
                one ? layout.of(padded(weight, 0, 0, 0, 0, 0, 1)) : weight,
                new TensorOptional(bias),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1);
    }

    /** The pixels on which the kernel comes to lie. */
    private Tensor picked(Tensor x) {
        long around = layer.padding();
        Tensor all = around == 0 ? x : padded(x, around, around, around, around);
        return strided(strided(all, 2), 3);
    }

    private Tensor strided(Tensor x, long dimension) {
        return x.slice(dimension, new LongOptional(0), new LongOptional(), layer.stride());
    }

    /** @param zeros before and behind, of the last dimension first */
    private static Tensor padded(Tensor x, long... zeros) {
        return constant_pad_nd(x, zeros, new Scalar(0));
    }
}
