package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Compares shapes with Ganin et al. 2016, Figure 4. */
class NetworksTest {
    @Test
    void mnist_hasTheShapesOfFigure4a() {
        assertThat(weights(Networks.mnist(10)))
                .containsExactly(
                        shape("features.0", 32, 3, 5, 5),
                        shape("features.3", 48, 32, 5, 5),
                        shape("labels.0", 100, 768),
                        shape("labels.2", 100, 100),
                        shape("labels.4", 10, 100),
                        shape("domains.0", 100, 768),
                        shape("domains.2", 1, 100));
    }

    @Test
    void svhn_hasTheShapesOfFigure4b() {
        assertThat(weights(Networks.svhn(10)))
                .containsExactly(
                        shape("features.0", 64, 3, 5, 5),
                        shape("features.3", 64, 64, 5, 5),
                        shape("features.6", 128, 64, 5, 5),
                        shape("labels.0", 3072, 128 * 7 * 7),
                        shape("labels.3", 2048, 3072),
                        shape("labels.6", 10, 2048),
                        shape("domains.0", 1024, 128 * 7 * 7),
                        shape("domains.3", 1024, 1024),
                        shape("domains.6", 1, 1024));
    }

    @Test
    void gtsrb_hasTheShapesOfFigure4c() {
        assertThat(weights(Networks.gtsrb(43)))
                .containsExactly(
                        shape("features.0", 96, 3, 5, 5),
                        shape("features.3", 144, 96, 3, 3),
                        shape("features.6", 256, 144, 5, 5),
                        shape("labels.0", 512, 256 * 2 * 2),
                        shape("labels.2", 43, 512),
                        shape("domains.0", 1024, 256 * 2 * 2),
                        shape("domains.2", 1024, 1024),
                        shape("domains.4", 1, 1024));
    }

    @Test
    void bottleneck_givesBothHeadsTheSameFewFeatures() {
        assertThat(weights(Networks.bottleneck(10, 32)))
                .contains(shape("labels.1", 10, 256))
                .contains(shape("domains.0", 256, 256));
        assertThat(weights(Networks.bottleneck(43, 40))).contains(shape("features.14", 256, 128 * 5 * 5));
    }

    @Test
    void everyNet_givesOneLogitAClassAndOneDomainLogit() {
        for (NetworkSpec spec :
                List.of(Networks.mnist(10), Networks.gtsrb(43), Networks.svhn(10), Networks.bottleneck(7, 32))) {
            try (PointerScope scope = new PointerScope();
                    Network network = new Network(spec, 0)) {
                Tensor images = Tensors.ofFloats(
                        new float
                                [2
                                        * spec.images().channels()
                                        * spec.images().size()
                                        * spec.images().size()],
                        2,
                        spec.images().channels(),
                        spec.images().size(),
                        spec.images().size());
                Pass pass = Pass.train(Domain.SOURCE);
                Tensor features = network.features(images, pass);
                assertThat(network.labels(features, pass).sizes().vec().get())
                        .as(spec.name())
                        .containsExactly(2, network.classes());
                assertThat(network.domains(features, pass).sizes().vec().get()).containsExactly(2);
            }
        }
    }

    @Test
    void withBatchNorm_normalisesEveryHiddenLayerAndNoLogits() {
        NetworkSpec spec = Networks.withBatchNorm(Networks.mnist(10), Statistics.PER_DOMAIN);

        assertThat(spec.name()).isEqualTo("mnist-bn");
        assertThat(spec.statistics()).isEqualTo(Statistics.PER_DOMAIN);
        assertThat(spec.hasBatchNorm()).isTrue();
        assertThat(Networks.mnist(10).hasBatchNorm()).isFalse();
        assertThat(normalised(spec.features())).containsExactly(1, 5);
        assertThat(normalised(spec.labelHead())).containsExactly(1, 4);
        assertThat(normalised(spec.domainHead())).containsExactly(1);
    }

    /** Returns the positions of the batch norms. */
    private static List<Integer> normalised(List<Layer> layers) {
        return IntStream.range(0, layers.size())
                .filter(i -> layers.get(i) instanceof BatchNorm)
                .boxed()
                .toList();
    }

    private static Map.Entry<String, List<Long>> shape(String layer, long... sides) {
        return Map.entry(layer, Arrays.stream(sides).boxed().toList());
    }

    /** Returns the shapes of the convolutions' and linear layers' weights by layer, each with a bias for every unit. */
    private static Map<String, List<Long>> weights(NetworkSpec spec) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        try (Network network = new Network(spec, 0)) {
            Map<String, Tensor> state = network.state();
            state.forEach((name, tensor) -> {
                if (name.endsWith(".weight") && tensor.dim() > 1) {
                    String layer = name.substring(0, name.length() - ".weight".length());
                    assertThat(state.get(layer + ".bias").numel()).isEqualTo(tensor.size(0));
                    shapes.put(
                            layer,
                            LongStream.range(0, tensor.dim())
                                    .mapToObj(tensor::size)
                                    .toList());
                }
            });
        }
        return shapes;
    }
}
