package io.github.dann4j.model;

/** One layer of a network, as plain data: networks are written down as lists of these (see {@link Networks}). */
public sealed interface Layer {
    /** Convolution with a square kernel, stride 1, bias: {@code [n, c, h, w] -> [n, channels, h', w']}, h' = h + 2·padding − kernel + 1. */
    record Convolution(int channels, int kernel, int padding) implements Layer {
        public Convolution {
            require(
                    channels > 0 && kernel > 0 && padding >= 0,
                    "convolution %dx%dx%d, padding %d",
                    kernel,
                    kernel,
                    channels,
                    padding);
        }

        /** Side of the output of an input with this side; below 1 where the kernel does not fit. */
        public long outputSide(long side) {
            return side + 2L * padding - kernel + 1;
        }
    }

    /** Maximum over square windows, output size rounded up as in the paper's framework when {@code ceil}. */
    record MaxPool(int kernel, int stride, boolean ceil) implements Layer {
        public MaxPool {
            require(kernel > 0 && stride > 0, "max-pool %d/%d", kernel, stride);
        }

        public MaxPool(int kernel, int stride) {
            this(kernel, stride, false);
        }

        /** Side of the output of an input with this side; below 1 where the window does not fit. */
        public long outputSide(long side) {
            long span = side - kernel + (ceil ? stride - 1 : 0);
            long count = Math.floorDiv(span, (long) stride) + 1;
            // Rounded up, the last window may lie beyond the picture (where the stride is larger than the kernel):
            // there is
            // none.
            return ceil && (count - 1) * stride >= side ? count - 1 : count;
        }
    }

    /** Mean over all positions: {@code [n, c, h, w] -> [n, c]}. */
    record GlobalAveragePool() implements Layer {}

    /** {@code [n, c, h, w] -> [n, c·h·w]}; nothing to do for a matrix. */
    record Flatten() implements Layer {}

    /** Fully connected: {@code [n, f] -> [n, features]}, with bias. */
    record Linear(int features) implements Layer {
        public Linear {
            require(features > 0, "linear layer of %d", features);
        }
    }

    /** max(x, 0). */
    record Relu() implements Layer {}

    /** max(x, slope·x). */
    record LeakyRelu(double slope) implements Layer {}

    /** Batch normalisation over all but the channel dimension, with learned scale and offset (Ioffe and Szegedy 2015). */
    record BatchNorm() implements Layer {}

    /** Instance normalisation of each channel of each picture, without parameters (Ulyanov et al. 2016). */
    record InstanceNorm() implements Layer {}

    /** Each value dropped with probability {@code p} in [0, 1) while training. */
    record Dropout(double p) implements Layer {
        public Dropout {
            require(p >= 0 && p < 1, "dropout %s", p);
        }
    }

    /** Each whole channel dropped with probability {@code p} in [0, 1) while training. */
    record ChannelDropout(double p) implements Layer {
        public ChannelDropout {
            require(p >= 0 && p < 1, "channel dropout %s", p);
        }
    }

    private static void require(boolean condition, String what, Object... values) {
        if (!condition) {
            throw new IllegalArgumentException("impossible layer: " + what.formatted(values));
        }
    }
}
