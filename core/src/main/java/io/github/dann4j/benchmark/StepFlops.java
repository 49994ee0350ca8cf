package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Of a training step, a share for each of its images; null for a method whose passes are not counted here. */
    static @Nullable Double training(NetworkSpec net, MethodType<?> method) {
        if (method == SourceOnly.TYPE || method == SourceOnly.ON_TARGET || method.base() == SourceOnly.TYPE) {
            return sourceOnly(net);
        }
        return method == Dann.TYPE ? dann(net) : null;
    }

    /** Of a training step on the source alone, for each of its images. */
    static double sourceOnly(NetworkSpec net) {
        Part features = features(net);
        return extractor(features) + 3 * head(net.labelHead(), features).total;
    }

    /** Of a DANN step, a share for each of its images, of which the source half alone has labels. */
    static double dann(NetworkSpec net) {
        Part features = features(net);
        double labels = 3 * head(net.labelHead(), features).total;
        return extractor(features) + 3 * head(net.domainHead(), features).total + labels / 2;
    }

    /**
     * A forward pass, as much again for the gradient of the weights and as much for that of a layer's input, which the first layer does
     * not need.
     */
    private static double extractor(Part features) {
        return 3 * features.total - features.first;
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
