package io.github.dann4j.engine;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** The order in memory of the values of pictures and of convolution weights, both of shape {@code [n, c, h, w]}. */
public enum Layout {
    /** The channels of one pixel side by side: what oneDNN's convolutions read fastest. */
    CHANNELS_LAST,
    /** One channel after the other: what most tools use unless told otherwise. */
    CONTIGUOUS;

    /** The tensor in this order; itself if it is already, and when it has no four dimensions. */
    public Tensor of(Tensor tensor) {
        if (tensor.dim() != 4) {
            return tensor;
        }
        return tensor.contiguous(this == CHANNELS_LAST ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
    }
}
