package io.github.dann4j.engine;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** The memory order of images and of convolution weights, both of shape {@code [n, c, h, w]}. */
public enum Layout {
    /** The channels of a pixel are adjacent. oneDNN's convolutions read this order fastest. */
    CHANNELS_LAST,
    /** One channel after the other. The default of most tools. */
    CONTIGUOUS;

    /** Returns the tensor in this order; the tensor itself if it already is, or does not have four dimensions. */
    public Tensor of(Tensor tensor) {
        if (tensor.dim() != 4) {
            return tensor;
        }
        return tensor.contiguous(this == CHANNELS_LAST ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
    }
}
