package io.github.dann4j.model;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.conv2d;

import io.github.dann4j.engine.Layout;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * A convolution in the usual memory order that works around three bugs of oneDNN 3.7.
 *
 * <ul>
 *   <li>A kernel of one pixel with a stride gives wrong numbers with channels last, and its weight gradient writes
 *       out of bounds (oneDNN's issue 6035). Here the pixels are selected first; a convolution of stride 1 then gives
 *       the same values.
 *   <li>For images of one channel, channels last and the contiguous order coincide, and in that order the gradient
 *       with respect to the input is wrong unless the number of output channels is a multiple of 16. If that gradient
 *       is needed, a second channel of zeros makes the order unambiguous.
 *   <li>With AVX2 as the highest instruction set, outputs that are 2 or 3 pixels wide are wrong if their channels
 *       leave a group of 32 partly empty. Columns of zeros widen the image, and the extra output is cut off.
 * </ul>
 *
 * @param layer size, padding and stride; a grouped convolution has those of one without groups
 * @param groups 1 for a convolution without groups
 */
record PlainConvolution(Layer.Convolution layer, int groups, Tensor weight, Tensor bias, Layout layout) {
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
                groups);
    }

    /** Returns the pixels that the kernel visits. */
    private Tensor picked(Tensor x) {
        long around = layer.padding();
        Tensor all = around == 0 ? x : padded(x, around, around, around, around);
        return strided(strided(all, 2), 3);
    }

    private Tensor strided(Tensor x, long dimension) {
        return x.slice(dimension, new LongOptional(0), new LongOptional(), layer.stride());
    }

    /** @param zeros number of zeros before and after, from the last dimension on */
    private static Tensor padded(Tensor x, long... zeros) {
        return constant_pad_nd(x, zeros, new Scalar(0));
    }
}
