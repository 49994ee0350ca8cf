package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.ChannelDropout;
import io.github.dann4j.model.Layer.Concatenation;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.GroupedConvolution;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Layer.Residual;
import io.github.dann4j.model.Layer.Slow;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks of the paper (Ganin et al. 2016, Figure 4) and networks that have turned out to work better, as data.
 *
 * <p>ReLU is applied after pooling. The two commute, max over max(x, 0) = max(max over x, 0), in the gradient too, and
 * the pooled tensor is smaller.
 */
@PublicApi
public final class Networks {
    private static final double SVHN_MAX_NORM = 4;

    private Networks() {}

    /** Returns the network of Figure 4a: 28×28 input, 768 features, no normalisation. */
    public static NetworkSpec mnist(int classes) {
        return mnist(classes, 28);
    }

    /**
     * Returns the network of Figure 4a for images of another size, which the figure does not show: 1,200 features of
     * 32×32 pixels, the size in the first version of the paper (arXiv 1409.7495v1).
     */
    public static NetworkSpec mnist(int classes, int inputSize) {
        return new NetworkSpec(
                "mnist",
                inputSize,
                3,
                List.of(
                        new Convolution(32, 5, 0),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Convolution(48, 5, 0),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Flatten()),
                List.of(new Linear(100), new Relu(), new Linear(100), new Relu(), new Linear(classes)),
                List.of(new Linear(100), new Relu(), new Linear(1)),
                0,
                Statistics.SHARED);
    }

    /** Returns the network of Figure 4b: 32×32 input, dropout and a max-norm restriction as in the paper. */
    public static NetworkSpec svhn(int classes) {
        return new NetworkSpec(
                "svhn",
                32,
                3,
                List.of(
                        new Convolution(64, 5, 2),
                        new MaxPool(3, 2),
                        new Relu(),
                        new Convolution(64, 5, 2),
                        new MaxPool(3, 2),
                        new Relu(),
                        new Convolution(128, 5, 2),
                        new Relu(),
                        new Flatten()),
                List.of(
                        new Linear(3072),
                        new Relu(),
                        new Dropout(0.5),
                        new Linear(2048),
                        new Relu(),
                        new Dropout(0.5),
                        new Linear(classes)),
                List.of(
                        new Linear(1024),
                        new Relu(),
                        new Dropout(0.5),
                        new Linear(1024),
                        new Relu(),
                        new Dropout(0.5),
                        new Linear(1)),
                SVHN_MAX_NORM,
                Statistics.SHARED);
    }

    /** Returns the network of Figure 4c: 40×40 input, for road signs. */
    public static NetworkSpec gtsrb(int classes) {
        return new NetworkSpec(
                "gtsrb",
                40,
                3,
                List.of(
                        new Convolution(96, 5, 0),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Convolution(144, 3, 0),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Convolution(256, 5, 0),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Flatten()),
                List.of(new Linear(512), new Relu(), new Linear(classes)),
                List.of(new Linear(1024), new Relu(), new Linear(1024), new Relu(), new Linear(1)),
                0,
                Statistics.SHARED);
    }

    /**
     * Returns a network of three convolutions and a fully connected bottleneck of 256 features, which both heads use:
     * the domain classifier sees what the label predictor sees, not every position of the image. Local differences that
     * no feature can lose (blur, a frame) then no longer dominate the rest. Batch norm is in the features only, with
     * separate statistics for each domain.
     */
    public static NetworkSpec bottleneck(int classes, int inputSize) {
        return bottleneck("bottleneck", 32, classes, inputSize);
    }

    /**
     * Returns a {@link #bottleneck} network with half the channels in each convolution: a quarter of the computation.
     */
    public static NetworkSpec narrowBottleneck(int classes, int inputSize) {
        return bottleneck("narrow-bottleneck", 16, classes, inputSize);
    }

    /** @param width channels of the first convolution; the others have twice and four times as many */
    private static NetworkSpec bottleneck(String name, int width, int classes, int inputSize) {
        return new NetworkSpec(
                name,
                inputSize,
                3,
                List.of(
                        new Convolution(width, 5, 2),
                        new BatchNorm(),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Convolution(2 * width, 5, 2),
                        new BatchNorm(),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Convolution(4 * width, 3, 1),
                        new BatchNorm(),
                        new MaxPool(2, 2),
                        new Relu(),
                        new ChannelDropout(0.2),
                        new Flatten(),
                        new Linear(256),
                        new BatchNorm(),
                        new Relu()),
                List.of(new Dropout(0.5), new Linear(classes)),
                List.of(new Linear(256), new Relu(), new Linear(256), new Relu(), new Linear(1)),
                0,
                Statistics.PER_DOMAIN);
    }

    /**
     * Returns a network for vectors of features: two fully connected layers, the second a bottleneck that both heads
     * use, with batch norm and separate statistics for each domain as in {@link #bottleneck}.
     *
     * @param columns length of a vector
     */
    public static NetworkSpec perceptron(int classes, int columns) {
        return new NetworkSpec(
                "perceptron",
                new NetworkInput.Features(columns),
                List.of(
                        new Linear(256),
                        new BatchNorm(),
                        new Relu(),
                        new Dropout(0.5),
                        new Linear(128),
                        new BatchNorm(),
                        new Relu()),
                List.of(new Dropout(0.5), new Linear(classes)),
                List.of(new Linear(128), new Relu(), new Linear(128), new Relu(), new Linear(1)),
                0,
                Statistics.PER_DOMAIN);
    }

    /**
     * Returns a network for the features that a frozen backbone computes from images: a bottleneck of 256 features,
     * which both heads use, as the literature puts it on a pretrained network (Long et al. 2018, Conditional
     * adversarial domain adaptation, NeurIPS, section 4.1), with batch norm and separate statistics for each domain.
     *
     * @param columns length of a vector
     */
    public static NetworkSpec adapter(int classes, int columns) {
        return new NetworkSpec(
                "adapter",
                new NetworkInput.Features(columns),
                List.of(new Linear(256), new BatchNorm(), new Relu()),
                List.of(new Dropout(0.5), new Linear(classes)),
                List.of(new Linear(256), new Relu(), new Linear(256), new Relu(), new Linear(1)),
                0,
                Statistics.PER_DOMAIN);
    }

    /**
     * Returns a copy with batch norm after every hidden convolution and linear layer, in the features and both heads.
     */
    public static NetworkSpec withBatchNorm(NetworkSpec spec, Statistics statistics) {
        return new NetworkSpec(
                spec.name() + "-bn",
                spec.input(),
                normalised(spec.features(), true),
                normalisedHeads(spec),
                spec.maxNorm(),
                statistics,
                spec.initialisation());
    }

    private static Map<String, Head> normalisedHeads(NetworkSpec spec) {
        Map<String, Head> heads = new LinkedHashMap<>();
        spec.heads().forEach((name, head) -> heads.put(name, new Head(normalised(head.layers(), true), head.input())));
        return heads;
    }

    /** @param ends whether the last layer computes the output of the whole part */
    private static List<Layer> normalised(List<Layer> layers, boolean ends) {
        List<Layer> result = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (layer instanceof Residual residual) {
                result.add(new Residual(normalised(residual.path(), false), normalised(residual.shortcut(), false)));
            } else if (layer instanceof Concatenation both) {
                result.add(new Concatenation(normalised(both.first(), false), normalised(both.second(), false)));
            } else if (layer instanceof Slow slow) {
                result.add(new Slow(slow.rate(), normalised(slow.layers(), false)));
            } else {
                result.add(layer);
            }
            boolean weighted =
                    layer instanceof Convolution || layer instanceof GroupedConvolution || layer instanceof Linear;
            boolean output = ends && i == layers.size() - 1 && layer instanceof Linear; // logits stay as they are
            if (weighted && !output) {
                result.add(new BatchNorm());
            }
        }
        return result;
    }
}
