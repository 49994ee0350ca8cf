package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Head;
import io.github.dann4j.model.HeadInput;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Networks;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.SavedModel;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;

/** Networks to export: all networks of the library, and one with every kind of layer. */
public final class ExportedNets {
    private ExportedNets() {}

    static Stream<NetworkSpec> nets() {
        return Stream.of(
                Networks.mnist(10),
                Networks.svhn(10),
                Networks.gtsrb(43),
                Networks.bottleneck(10, 32),
                Networks.withBatchNorm(Networks.svhn(10), Statistics.PER_DOMAIN),
                everyLayer(),
                residual(),
                ways());
    }

    private static NetworkSpec everyLayer() {
        return new NetworkSpec(
                "every-layer",
                29,
                3,
                List.of(
                        new Layer.Convolution(6, 4, 1),
                        new Layer.InstanceNorm(),
                        new Layer.LeakyRelu(0.2),
                        new Layer.MaxPool(3, 2, true),
                        new Layer.BatchNorm(),
                        new Layer.MaxPool(2, 3, true),
                        new Layer.ChannelDropout(0.5),
                        new Layer.GaussianNoise(1),
                        new Layer.GlobalAveragePool()),
                List.of(
                        new Layer.Linear(7),
                        new Layer.BatchNorm(),
                        new Layer.Relu(),
                        new Layer.Dropout(0.5),
                        new Layer.Linear(10)),
                List.of(new Layer.Linear(1)),
                0,
                Statistics.SHARED);
    }

    /** A network with strides, residual layers of both kinds, one inside another, and a domain head on feature maps. */
    private static NetworkSpec residual() {
        return new NetworkSpec(
                        "residual",
                        29,
                        3,
                        List.of(
                                new Layer.Convolution(16, 5, 2, 2),
                                new Layer.BatchNorm(),
                                new Layer.Relu(),
                                new Layer.Residual(
                                        List.of(
                                                new Layer.Convolution(32, 3, 1, 2),
                                                new Layer.BatchNorm(),
                                                new Layer.Residual(
                                                        List.of(new Layer.Convolution(32, 3, 1)), List.of())),
                                        List.of(new Layer.Convolution(32, 1, 0, 2), new Layer.BatchNorm())),
                                new Layer.Relu(),
                                new Layer.Convolution(8, 4, 1, 3),
                                new Layer.GlobalAveragePool()),
                        List.of(new Layer.Linear(10)),
                        List.of(),
                        0,
                        Statistics.PER_DOMAIN)
                .with(
                        NetworkSpec.DOMAINS,
                        new Head(List.of(new Layer.Flatten(), new Layer.Linear(1)), new HeadInput.Maps(4)));
    }

    /** A network with grouped convolutions, padding, two ways one inside another, and maps out of a vector. */
    private static NetworkSpec ways() {
        return new NetworkSpec(
                "ways",
                29,
                3,
                List.of(
                        new Layer.ZeroPad(0, 1),
                        new Layer.Convolution(8, 3, 0, 2),
                        new Layer.BatchNorm(),
                        new Layer.Relu6(),
                        new Layer.GroupedConvolution(8, 3, 1, 2, 8),
                        new Layer.ZeroPad(2, 1),
                        new Layer.GroupedConvolution(12, 1, 0, 2, 4),
                        new Layer.Concatenation(
                                List.of(new Layer.Convolution(3, 1, 0)),
                                List.of(
                                        new Layer.Concatenation(List.of(), List.of(new Layer.Convolution(2, 3, 1))),
                                        new Layer.Relu6())),
                        new Layer.Flatten(),
                        new Layer.Unflatten(17, 5, 5),
                        new Layer.Slow(0.1, List.of(new Layer.MaxPool(3, 2), new Layer.BatchNorm())),
                        new Layer.GlobalAveragePool()),
                List.of(new Layer.Linear(10)),
                List.of(new Layer.Linear(1)),
                0,
                Statistics.PER_DOMAIN);
    }

    /** Sets random weights, and running statistics that all matter and differ between the two domains. */
    public static SavedModel model(NetworkSpec spec, Scaling scaling) {
        Network network = new Network(spec, 5);
        Random random = new Random(3);
        try (PointerScope scope = new PointerScope()) {
            network.state().forEach((name, tensor) -> {
                if (name.contains("running_")) {
                    float[] values = new float[(int) tensor.numel()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (name.contains("var") ? 0.3f : -0.2f) + random.nextFloat() / 2;
                    }
                    tensor.copy_(Tensors.ofFloats(values, values.length));
                }
            });
        }
        boolean own = scaling == Scaling.MEAN_SD || scaling == Scaling.MEAN_SUBTRACTION;
        try (ImageSet any =
                DataCatalog.open("textured", Split.TRAIN, DataLocation.of(null), new GeneratedSize(100, 50, 1))) {
            Normalisation normalisation = Normalisation.fit(scaling, 3, any, any);
            assertThat(normalisation.mean().get(0) != 0.5).isEqualTo(own);
            return new SavedModel(
                    network,
                    new ModelCard(
                            "dann",
                            "printed",
                            "textured",
                            0,
                            IntStream.range(0, network.classes())
                                    .mapToObj(i -> String.format(Locale.ROOT, "class \"%d\"", i))
                                    .toList(),
                            spec,
                            new ImagePreprocessing(spec.images().size(), 3, Resize.PAD_IF_CLOSE, scaling),
                            normalisation,
                            Domain.TARGET));
        }
    }
}
