package io.github.dann4j.benchmark;

import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkSpec;
import java.util.List;

/**
 * The floating-point operations of convolutions and fully connected layers: a multiplication and an addition for each weight
 * and each place where it is used. What a step must do, however it is computed; all else in a step (pooling, activations,
 * normalisation, the update) is counted as nothing.
 */
final class StepFlops {
    private StepFlops() {}

    /** Of the label prediction for one image. */
    static double inference(NetworkSpec net) {
        Part features = features(net);
        return features.total + head(net.labelHead(), features).total;
    }

    /**
     * Of a training step, a share for each of its images. A forward pass, as much again for the gradient of the weights and as
     * much for that of a layer's input, which the first layer does not need.
     */
    static double training(NetworkSpec net, BenchmarkMethod method) {
        Part features = features(net);
        double extractor = 3 * features.total - features.first;
        double labels = 3 * head(net.labelHead(), features).total;
        double domains = 3 * head(net.domainHead(), features).total;
        return switch (method) {
            case SOURCE_ONLY -> extractor + labels;
            case DANN -> extractor + domains + labels / 2; // labels of the source half alone
        };
    }

    /**
     * The operations of a forward pass through some layers.
     *
     * @param first those of the first layer that has any
     * @param shape of the output: {@code [c, h, w]} or {@code [f]}
     */
    private record Part(double total, double first, long[] shape) {}

    private static Part features(NetworkSpec net) {
        return forward(
                net.features(),
                net.images().channels(),
                net.images().size(),
                net.images().size());
    }

    private static Part head(List<Layer> layers, Part features) {
        return forward(layers, features.shape);
    }

    private static Part forward(List<Layer> layers, long... input) {
        double total = 0;
        double first = 0;
        long[] shape = input;
        for (Layer layer : layers) {
            long[] output = layer.outputShape(shape);
            double operations = 0;
            if (layer instanceof Layer.Convolution conv) {
                operations = 2.0 * shape[0] * conv.kernel() * conv.kernel() * output[0] * output[1] * output[2];
            } else if (layer instanceof Layer.Linear linear) {
                operations = 2.0 * shape[0] * linear.features();
            }
            shape = output;
            first = first == 0 ? operations : first;
            total += operations;
        }
        return new Part(total, first, shape);
    }
}
