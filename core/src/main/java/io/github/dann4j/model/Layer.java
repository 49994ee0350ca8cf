package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;

/** One layer of a network, as plain data. A network is described by lists of layers, see {@link Networks}. */
@PublicApi
public sealed interface Layer {
    /**
     * Returns the shape of one output, without the batch dimension.
     *
     * @param in shape of one input: {@code [c, h, w]} or {@code [f]}
     * @throws IllegalArgumentException if an input of this shape does not fit this layer
     */
    default long[] outputShape(long[] in) {
        return in.clone();
    }

    /** Returns whether the layer draws during training and returns its input otherwise. */
    default boolean draws() {
        return false;
    }

    /** Returns the layers, each followed by the layers nested in it. */
    static List<Layer> all(List<Layer> layers) {
        List<Layer> found = new ArrayList<>();
        collect(layers, found);
        return found;
    }

    private static void collect(List<Layer> layers, List<Layer> found) {
        for (Layer layer : layers) {
            found.add(layer);
            if (layer instanceof Residual residual) {
                collect(residual.path(), found);
                collect(residual.shortcut(), found);
            } else if (layer instanceof Concatenation both) {
                collect(both.first(), found);
                collect(both.second(), found);
            } else if (layer instanceof Slow slow) {
                collect(slow.layers(), found);
            }
        }
    }

    /**
     * A convolution with a square kernel and bias: {@code [n, c, h, w] -> [n, channels, h', w']} with
     * h' = ⌊(h + 2·padding − kernel) / stride⌋ + 1.
     */
    record Convolution(int channels, int kernel, int padding, int stride) implements Layer {
        public Convolution {
            require(
                    channels > 0 && kernel > 0 && padding >= 0 && stride > 0,
                    "convolution %dx%dx%d, padding %d, stride %d",
                    kernel,
                    kernel,
                    channels,
                    padding,
                    stride);
        }

        /** Creates a convolution with stride 1. */
        public Convolution(int channels, int kernel, int padding) {
            this(channels, kernel, padding, 1);
        }

        @Override
        public long[] outputShape(long[] in) {
            return imageShape(in, channels, this::outputSide, "%dx%d kernel", kernel);
        }

        private long outputSide(long side) {
            return Math.floorDiv(side + 2L * padding - kernel, (long) stride) + 1;
        }
    }

    /**
     * A convolution whose input and output channels are cut into groups: each output channel sees the input channels
     * of its group alone, {@code [n, c, h, w] -> [n, channels, h', w']} as {@link Convolution}. With as many groups as
     * channels it is the depthwise convolution of Howard et al. 2017, "MobileNets".
     *
     * @param groups divides the channels of the input and of the output; at least 2
     */
    record GroupedConvolution(int channels, int kernel, int padding, int stride, int groups) implements Layer {
        public GroupedConvolution {
            require(
                    channels > 0 && kernel > 0 && padding >= 0 && stride > 0 && groups > 1 && channels % groups == 0,
                    "grouped convolution %dx%dx%d, padding %d, stride %d, groups %d",
                    kernel,
                    kernel,
                    channels,
                    padding,
                    stride,
                    groups);
        }

        @Override
        public long[] outputShape(long[] in) {
            long[] out = new Convolution(channels, kernel, padding, stride).outputShape(in);
            if (in[0] % groups != 0) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%d groups do not divide the %d channels of the input", groups, in[0]));
            }
            return out;
        }
    }

    /**
     * Zeros around each image: {@code [n, c, h, w] -> [n, c, h + before + after, w + before + after]}. Other frameworks
     * pad on one side only where a stride leaves a pixel over.
     *
     * @param before rows above and columns on the left
     * @param after rows below and columns on the right
     */
    record ZeroPad(int before, int after) implements Layer {
        public ZeroPad {
            require(before >= 0 && after >= 0, "zero padding of %d and %d", before, after);
        }

        @Override
        public long[] outputShape(long[] in) {
            return imageShape(in, in[0], side -> side + before + after, "padding to %dx%d", before + after);
        }
    }

    /**
     * Two ways over the same input, whose outputs are put one after the other: {@code [n, c, h, w] -> [n, a + b, h', w']}
     * (the fire module of Iandola et al. 2016, "SqueezeNet"). No layers on a way: the input itself.
     */
    record Concatenation(List<Layer> first, List<Layer> second) implements Layer {
        public Concatenation {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }

        @Override
        public long[] outputShape(long[] in) {
            long[] out = PlacedLayer.outputShape(PlacedLayer.of("first", first, in), in);
            long[] other = PlacedLayer.outputShape(PlacedLayer.of("second", second, in), in);
            long[] joined = out.clone();
            joined[0] = other[0];
            if (!Arrays.equals(joined, other)) {
                throw new IllegalArgumentException(
                        "a concatenation puts two outputs together that differ in their channels at most, but they have the shapes %s and %s"
                                .formatted(Arrays.toString(out), Arrays.toString(other)));
            }
            joined[0] = out[0] + other[0];
            return joined;
        }
    }

    /**
     * Layers whose weights learn more slowly than the others, because they begin with weights of an earlier training.
     *
     * @param rate share of the learning rate with which they learn, in (0, 1]
     * @param layers at least one
     */
    record Slow(double rate, List<Layer> layers) implements Layer {
        public Slow {
            layers = List.copyOf(layers);
            require(rate > 0 && rate <= 1 && !layers.isEmpty(), "%d layers at %s of the rate", layers.size(), rate);
        }

        @Override
        public long[] outputShape(long[] in) {
            return PlacedLayer.outputShape(PlacedLayer.of("layers", layers, in), in);
        }
    }

    /**
     * A residual layer: path(x) + shortcut(x) (He et al. 2016, "Deep residual learning for image recognition"). An
     * activation after the sum is a separate layer.
     *
     * @param path at least one layer
     * @param shortcut empty to add x itself; otherwise its output must have the shape of the path's output
     */
    record Residual(List<Layer> path, List<Layer> shortcut) implements Layer {
        public Residual {
            path = List.copyOf(path);
            shortcut = List.copyOf(shortcut);
            require(!path.isEmpty(), "residual layer without a path");
        }

        @Override
        public long[] outputShape(long[] in) {
            long[] out = PlacedLayer.outputShape(PlacedLayer.of("path", path, in), in);
            long[] added = PlacedLayer.outputShape(PlacedLayer.of("shortcut", shortcut, in), in);
            if (!Arrays.equals(out, added)) {
                throw new IllegalArgumentException(
                        "a residual layer adds its path and its shortcut, but their outputs have the shapes %s and %s; give the shortcut layers that end in the path's shape"
                                .formatted(Arrays.toString(out), Arrays.toString(added)));
            }
            return out;
        }
    }

    /** Maximum over square windows. With {@code ceil} the output size is rounded up, as in the paper's framework. */
    record MaxPool(int kernel, int stride, boolean ceil) implements Layer {
        public MaxPool {
            require(kernel > 0 && stride > 0, "max-pool %d/%d", kernel, stride);
        }

        public MaxPool(int kernel, int stride) {
            this(kernel, stride, false);
        }

        @Override
        public long[] outputShape(long[] in) {
            return imageShape(in, in[0], this::outputSide, "%dx%d max-pool", kernel);
        }

        private long outputSide(long side) {
            long span = side - kernel + (ceil ? stride - 1 : 0);
            long count = Math.floorDiv(span, (long) stride) + 1;
            // If the size is rounded up and the stride is larger than the kernel, the last window may lie outside the
            // image; it is dropped.
            return ceil && (count - 1) * stride >= side ? count - 1 : count;
        }
    }

    /** Mean over all positions: {@code [n, c, h, w] -> [n, c]}. */
    record GlobalAveragePool() implements Layer {
        @Override
        public long[] outputShape(long[] in) {
            requireImage(in);
            return new long[] {in[0]};
        }
    }

    /** {@code [n, c, h, w] -> [n, c·h·w]}; a matrix stays as it is. */
    record Flatten() implements Layer {
        @Override
        public long[] outputShape(long[] in) {
            return new long[] {Arrays.stream(in).reduce(1, (a, b) -> a * b)};
        }
    }

    /**
     * The reverse of {@link Flatten}: {@code [n, channels·height·width] -> [n, channels, height, width]}. It begins a
     * network whose examples are maps that another network has computed.
     */
    record Unflatten(int channels, int height, int width) implements Layer {
        public Unflatten {
            require(channels > 0 && height > 0 && width > 0, "maps of %d x %d x %d", channels, height, width);
        }

        @Override
        public long[] outputShape(long[] in) {
            if (in.length != 1 || in[0] != (long) channels * height * width) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "maps of %d x %d x %d need as many values, got %s",
                        channels,
                        height,
                        width,
                        Arrays.toString(in)));
            }
            return new long[] {channels, height, width};
        }
    }

    /** A fully connected layer with bias: {@code [n, f] -> [n, features]}. */
    record Linear(int features) implements Layer {
        public Linear {
            require(features > 0, "linear layer of %d", features);
        }

        @Override
        public long[] outputShape(long[] in) {
            if (in.length != 1) {
                throw new IllegalArgumentException("a linear layer needs flat input, got %s; put Flatten before it"
                        .formatted(Arrays.toString(in)));
            }
            return new long[] {features};
        }
    }

    /** max(x, 0). */
    record Relu() implements Layer {}

    /** min(max(x, 0), 6) (Sandler et al. 2018, "MobileNetV2"). */
    record Relu6() implements Layer {
        /** The highest output. */
        public static final int MOST = 6;
    }

    /** max(x, slope·x). */
    record LeakyRelu(double slope) implements Layer {}

    /**
     * Batch normalisation over all but the channel dimension, with learned scale and offset (Ioffe and Szegedy 2015).
     */
    record BatchNorm() implements Layer {}

    /** Instance normalisation of each channel of each image, without parameters (Ulyanov et al. 2016). */
    record InstanceNorm() implements Layer {
        @Override
        public long[] outputShape(long[] in) {
            requireImage(in);
            if (in[1] * in[2] < 2) {
                throw new IllegalArgumentException(
                        "instance norm of one value per channel is always 0; put it before the last pooling");
            }
            return in.clone();
        }
    }

    /** Drops each value with probability {@code p} in [0, 1) during training. */
    record Dropout(double p) implements Layer {
        public Dropout {
            require(p >= 0 && p < 1, "dropout %s", p);
        }

        @Override
        public boolean draws() {
            return true;
        }
    }

    /** Drops each whole channel with probability {@code p} in [0, 1) during training. */
    record ChannelDropout(double p) implements Layer {
        public ChannelDropout {
            require(p >= 0 && p < 1, "channel dropout %s", p);
        }

        @Override
        public boolean draws() {
            return true;
        }
    }

    /** Adds a normal draw with standard deviation {@code sd}, at least 0, to each value during training. */
    record GaussianNoise(double sd) implements Layer {
        public GaussianNoise {
            require(sd >= 0 && sd < Double.POSITIVE_INFINITY, "Gaussian noise %s", sd);
        }

        @Override
        public boolean draws() {
            return true;
        }
    }

    private static long[] imageShape(long[] in, long channels, LongUnaryOperator side, String what, int size) {
        requireImage(in);
        long height = side.applyAsLong(in[1]);
        long width = side.applyAsLong(in[2]);
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "a " + what + " does not fit a %dx%d image", size, size, in[1], in[2]));
        }
        return new long[] {channels, height, width};
    }

    private static void requireImage(long[] in) {
        if (in.length != 3) {
            throw new IllegalArgumentException("needs input [c, h, w], got " + Arrays.toString(in));
        }
    }

    private static void require(boolean condition, String what, Object... values) {
        if (!condition) {
            throw new IllegalArgumentException("invalid layer: " + what.formatted(values));
        }
    }
}
