package io.github.dann4j.toy;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.ChannelDropout;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Networks for {@link ToyImages}, and access to the values of a network. */
public final class ToyNets {
    private ToyNets() {}

    /** Linear features, linear heads. */
    public static NetworkSpec linear(int features, int classes) {
        return new NetworkSpec(
                "toy-linear",
                ToyImages.SIDE,
                1,
                List.of(new Flatten(), new Linear(features)),
                List.of(new Linear(classes)),
                List.of(new Linear(1)),
                0,
                Statistics.SHARED);
    }

    /** Uses the pixels themselves as features, so that a test can set the heads by hand. */
    public static NetworkSpec pixels(int classes) {
        return new NetworkSpec(
                "toy-pixels",
                ToyImages.SIDE,
                1,
                List.of(new Flatten()),
                List.of(new Linear(classes)),
                List.of(new Linear(1)),
                0,
                Statistics.SHARED);
    }

    /** {@link #everything} but dropout, which two devices draw from generators of their own. */
    public static NetworkSpec withoutDropout(int classes, Statistics statistics, double maxNorm) {
        return new NetworkSpec(
                "toy-without-dropout",
                ToyImages.SIDE,
                1,
                List.of(new Convolution(4, 3, 0), new BatchNorm(), new MaxPool(2, 2), new Relu(), new Flatten()),
                List.of(new Linear(8), new BatchNorm(), new Relu(), new Linear(classes)),
                List.of(new Linear(8), new BatchNorm(), new Relu(), new Linear(1)),
                maxNorm,
                statistics);
    }

    /** A network with everything: a convolution, batch norm, and both kinds of dropout in features and heads. */
    public static NetworkSpec everything(int classes, Statistics statistics, double maxNorm) {
        return new NetworkSpec(
                "toy-everything",
                ToyImages.SIDE,
                1,
                List.of(
                        new Convolution(4, 3, 0),
                        new BatchNorm(),
                        new ChannelDropout(0.3),
                        new MaxPool(2, 2),
                        new Relu(),
                        new Flatten()),
                List.of(new Linear(8), new BatchNorm(), new Relu(), new Dropout(0.5), new Linear(classes)),
                List.of(new Linear(8), new BatchNorm(), new Relu(), new Dropout(0.5), new Linear(1)),
                maxNorm,
                statistics);
    }

    /** Copies the values of named tensors, as lists: two such maps are equal if all values are, to the last bit. */
    public static Map<String, List<Float>> values(Map<String, Tensor> tensors) {
        Map<String, List<Float>> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            List<Float> list = new ArrayList<>();
            for (float value : Tensors.floats(tensor)) {
                list.add(value);
            }
            values.put(name, list);
        });
        return values;
    }

    /** Sets a parameter or running statistic by hand. */
    public static void set(Network network, String name, float... values) {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = network.state().get(name);
            tensor.detach()
                    .copy_(Tensors.ofFloats(values, values.length)
                            .reshape(tensor.sizes().vec().get()));
        }
    }
}
