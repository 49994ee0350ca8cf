package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.PlacedLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the floating-point operations of convolutions and fully connected layers: a multiplication and an addition for
 * each weight and each place where it is used. A step needs them however it is computed; everything else in a step
 * (pooling, activations, normalisation, the update) counts as zero.
 */
final class StepFlops {
    private StepFlops() {}

    /** Operations of the label prediction for one image. */
    static double inference(NetworkSpec net) {
        Part features = features(net);
        return features.total + head(net.labelHead(), features).total;
    }

    /** Operations of a training step, per image; null for a method whose passes are not counted here. */
    static @Nullable Double training(NetworkSpec net, MethodType<?> method) {
        if (method == SourceOnly.TYPE || method == SourceOnly.ON_TARGET || method.base() == SourceOnly.TYPE) {
            return sourceOnly(net);
        }
        return method == Dann.TYPE ? dann(net) : null;
    }

    /** Operations of a training step on the source alone, per image. */
    static double sourceOnly(NetworkSpec net) {
        Part features = features(net);
        return extractor(features) + 3 * head(net.labelHead(), features).total;
    }

    /** Operations of a DANN step, per image; only the source half has labels. */
    static double dann(NetworkSpec net) {
        Part features = features(net);
        double labels = 3 * head(net.labelHead(), features).total;
        return extractor(features) + 3 * head(net.domainHead(), features).total + labels / 2;
    }

    /**
     * A forward pass, the same again for the gradient of the weights, and the same for the gradient of a layer's input,
     * which the first layer does not need.
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
        return placed(PlacedLayer.of("layer", layers, input), input);
    }

    private static Part placed(List<PlacedLayer> layers, long[] input) {
        Part part = new Part(0, 0, input);
        for (PlacedLayer placed : layers) {
            long[] in = placed.in();
            long[] out = placed.out();
            double operations = 0;
            double first = 0;
            if (placed.layer() instanceof Layer.Convolution conv) {
                operations = 2.0 * in[0] * conv.kernel() * conv.kernel() * out[0] * out[1] * out[2];
                first = operations;
            } else if (placed.layer() instanceof Layer.GroupedConvolution conv) {
                operations = 2.0 * in[0] / conv.groups() * conv.kernel() * conv.kernel() * out[0] * out[1] * out[2];
                first = operations;
            } else if (placed.layer() instanceof Layer.Concatenation ways) {
                Part one = placed(placed.first(ways), in);
                Part other = placed(placed.second(ways), in);
                operations = one.total + other.total;
                first = one.first + other.first;
            } else if (placed.layer() instanceof Layer.Slow slow) {
                Part inside = placed(placed.inside(slow), in);
                operations = inside.total;
                first = inside.first;
            } else if (placed.layer() instanceof Layer.Linear linear) {
                operations = 2.0 * in[0] * linear.features();
                first = operations;
            } else if (placed.layer() instanceof Layer.Residual residual) {
                Part path = placed(placed.path(residual), in);
                Part shortcut = placed(placed.shortcut(residual), in);
                operations = path.total + shortcut.total;
                first = path.first + shortcut.first;
            }
            part = new Part(part.total + operations, part.first == 0 ? first : part.first, out);
        }
        return part;
    }
}
