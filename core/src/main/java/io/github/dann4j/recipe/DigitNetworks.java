package io.github.dann4j.recipe;

import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.ChannelDropout;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.GaussianNoise;
import io.github.dann4j.model.Layer.GlobalAveragePool;
import io.github.dann4j.model.Layer.InstanceNorm;
import io.github.dann4j.model.Layer.LeakyRelu;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Networks;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks with which other methods for digits were published, as data. They take images with three channels, have the
 * domain classifier of {@link Networks#bottleneck}, and separate batch statistics for each domain.
 */
final class DigitNetworks {
    private static final double SLOPE = 0.1;
    private static final double DROPPED = 0.5;

    private DigitNetworks() {}

    /** Returns the LeNet with a bottleneck of 256 features, with which SHOT adapts MNIST and USPS (Liang et al. 2020). */
    static NetworkSpec lenet(int classes, int inputSize) {
        List<Layer> features = List.of(
                new Convolution(20, 5, 0),
                new MaxPool(2, 2),
                new Relu(),
                new Convolution(50, 5, 0),
                new ChannelDropout(DROPPED),
                new MaxPool(2, 2),
                new Relu(),
                new Flatten(),
                new Linear(256),
                new BatchNorm());
        return spec("lenet", inputSize, features, List.of(new Linear(classes)));
    }

    /** Returns the network with which CDAN and SHOT adapt from SVHN to MNIST (Long et al. 2018; Liang et al. 2020). */
    static NetworkSpec dtn(int classes, int inputSize) {
        List<Layer> features = new ArrayList<>();
        stride(features, 64, 0.1);
        stride(features, 128, 0.3);
        stride(features, 256, 0.5);
        features.addAll(List.of(new Flatten(), new Linear(512), new BatchNorm(), new Relu(), new Dropout(DROPPED)));
        return spec("dtn", inputSize, features, List.of(new Linear(classes)));
    }

    private static void stride(List<Layer> features, int channels, double dropped) {
        features.addAll(
                List.of(new Convolution(channels, 5, 2, 2), new BatchNorm(), new ChannelDropout(dropped), new Relu()));
    }

    /** Returns the network of self-ensembling for MNIST and USPS (French et al. 2018). */
    static NetworkSpec selfEnsembling(int classes, int inputSize) {
        List<Layer> features = List.of(
                new Convolution(32, 5, 0),
                new BatchNorm(),
                new MaxPool(2, 2),
                new Relu(),
                new Convolution(64, 3, 0),
                new BatchNorm(),
                new Relu(),
                new Convolution(64, 3, 0),
                new BatchNorm(),
                new MaxPool(2, 2),
                new Relu(),
                new Flatten(),
                new Dropout(DROPPED),
                new Linear(256),
                new Relu());
        return spec("self-ensembling", inputSize, features, List.of(new Linear(classes)));
    }

    /**
     * Returns the small network of VADA (Shu et al. 2018): instance norm of the image, three blocks of three
     * convolutions with 64 channels, dropout and noise after the first two.
     */
    static NetworkSpec vada(int classes, int inputSize) {
        List<Layer> features = new ArrayList<>(List.of(new InstanceNorm()));
        for (int block = 0; block < 3; block++) {
            for (int i = 0; i < 3; i++) {
                leaky(features, 64);
            }
            features.addAll(
                    block < 2
                            ? List.of(new MaxPool(2, 2), new Dropout(DROPPED), new GaussianNoise(1))
                            : List.of(new GlobalAveragePool()));
        }
        return spec("vada", inputSize, features, List.of(new Linear(classes)));
    }

    /**
     * Returns the network of associative domain adaptation (Haeusser et al. 2017) with batch norm: six
     * convolutions and an embedding of 128 features.
     */
    static NetworkSpec associative(int classes, int inputSize) {
        List<Layer> features = new ArrayList<>();
        for (int channels : new int[] {32, 64, 128}) {
            leaky(features, channels);
            leaky(features, channels);
            features.add(new MaxPool(2, 2));
        }
        features.addAll(List.of(new Flatten(), new Linear(128), new BatchNorm(), new LeakyRelu(SLOPE)));
        return spec("associative", inputSize, features, List.of(new Linear(classes)));
    }

    private static void leaky(List<Layer> features, int channels) {
        features.addAll(List.of(new Convolution(channels, 3, 1), new BatchNorm(), new LeakyRelu(SLOPE)));
    }

    private static NetworkSpec spec(String name, int inputSize, List<Layer> features, List<Layer> labels) {
        List<Layer> domains = List.of(new Linear(256), new Relu(), new Linear(256), new Relu(), new Linear(1));
        return new NetworkSpec(name, inputSize, 3, features, labels, domains, 0, Statistics.PER_DOMAIN);
    }
}
