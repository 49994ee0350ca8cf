package io.github.dann4j.model;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    private static final NetworkSpec SPEC = ToyNets.everything(3, Statistics.PER_DOMAIN, 0);

    @ParameterizedTest
    @CsvSource({"3, 32, 100", "3, 64, 100", "3, 128, 49", "3, 224, 16", "3, 512, 3", "1024, 14, 12"})
    void pass_takesFewerImagesTheLargerTheyAre(long channels, long side, int images) {
        assertThat(Network.examplesPerPass(new long[] {channels, side, side}, 100))
                .isEqualTo(images);
    }

    @Test
    void pass_takesAtLeastOneImage() {
        assertThat(Network.examplesPerPass(new long[] {1_000_000_000}, 100)).isEqualTo(1);
    }

    @Test
    void layout_changesNoMoreThanTheLastDigits() {
        try (Network last = new Network(SPEC, 1, Layout.CHANNELS_LAST);
                Network contiguous = new Network(SPEC, 1, Layout.CONTIGUOUS);
                ToyImages images = ToyImages.noise(4, 1, 0, 0);
                PointerScope scope = new PointerScope()) {
            assertThat(values(contiguous.state())).isEqualTo(values(last.state()));
            Tensor input = images.unlabeled().range(0, 4).inputs();
            Pass pass = Pass.evaluate(Domain.TARGET);
            assertThat(Tensors.floats(contiguous.features(Layout.CONTIGUOUS.of(input), pass)))
                    .containsExactly(Tensors.floats(last.features(input, pass)), within(1e-4f));
        }
    }

    @Test
    void lastHidden_isWhatTheLastLayerTurnsIntoTheLogits() {
        float[] pixels = new float[4 * 3 * 28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 7 - 3;
        }
        try (Network network = new Network(Networks.mnist(10), 1);
                PointerScope scope = new PointerScope()) {
            Pass pass = Pass.evaluate(Domain.TARGET);
            Tensor features = network.features(Tensors.ofFloats(pixels, 4, 3, 28, 28), pass);
            Tensor hidden = network.lastHidden(features, pass);
            assertThat(hidden.sizes().vec().get()).containsExactly(4, 100);
            Map<String, Tensor> weights = network.headParameters(NetworkSpec.LABELS);
            Tensor logits = hidden.mm(weights.get("labels.4.weight").t()).add(weights.get("labels.4.bias"));
            assertThat(Tensors.floats(logits))
                    .containsExactly(Tensors.floats(network.labels(features, pass)), within(1e-5f));
        }
    }

    /** Networks with all kinds of layers that the presets use. */
    static Stream<Arguments> networks() {
        return Stream.of(Networks.mnist(10), Networks.bottleneck(10, 32))
                .flatMap(spec -> Stream.of(Precision.values())
                        .flatMap(precision ->
                                Stream.of(Layout.values()).map(layout -> Arguments.of(spec, precision, layout))));
    }

    /** A diverged training must not look healthy, whatever instructions the processor uses. */
    @ParameterizedTest
    @MethodSource("networks")
    void oneNanInAnyParameter_reachesALoss(NetworkSpec spec, Precision precision, Layout layout) {
        try (Network network = new Network(spec, 1, layout);
                PointerScope scope = new PointerScope()) {
            Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
            parameters.putAll(network.domainParameters());
            Tensor images = layout.of(torch.randn(
                    8,
                    spec.images().channels(),
                    spec.images().size(),
                    spec.images().size()));
            assertThat(loss(network, images, precision)).isFinite();
            parameters.forEach((name, parameter) -> {
                try (PointerScope inner = new PointerScope();
                        AutoGradMode noGradients = new AutoGradMode(false)) {
                    Tensor first = parameter;
                    while (first.dim() > 0) {
                        first = first.select(0, 0);
                    }
                    float before = first.item_float();
                    first.fill_(new Scalar(Float.NaN));
                    assertThat(loss(network, images, precision)).as(name).isNaN();
                    first.fill_(new Scalar(before));
                }
            });
        }
    }

    /** Returns the loss of both heads, as methods compute it. */
    private static double loss(Network network, Tensor images, Precision precision) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Pass pass = Pass.train(Domain.SOURCE);
            Tensor labels;
            Tensor domains;
            try (Autocast autocast = Autocast.of(precision)) {
                Tensor features = network.features(images, pass);
                labels = network.labels(features, pass).to(ScalarType.Float);
                domains = network.domains(features, pass).to(ScalarType.Float);
            }
            return torch.cross_entropy_loss(labels, Tensors.ofLongs(new long[8], 8))
                    .add(torch.binary_cross_entropy_with_logits(domains, torch.zeros_like(domains)))
                    .item_float();
        }
    }

    @Test
    void initialWeights_dependOnTheSeed() {
        try (Network first = new Network(SPEC, 1);
                Network again = new Network(SPEC, 1);
                Network other = new Network(SPEC, 2)) {
            assertThat(values(again.state())).isEqualTo(values(first.state()));
            assertThat(values(other.state()).get("features.0.weight"))
                    .isNotEqualTo(values(first.state()).get("features.0.weight"));
        }
    }

    @Test
    void initialWeights_ofABlockDependOnNoOtherBlock() {
        NetworkSpec otherDomainHead = new NetworkSpec(
                "other",
                SPEC.images().size(),
                SPEC.images().channels(),
                SPEC.features(),
                SPEC.labelHead(),
                List.of(new Linear(30), new Linear(1)),
                4,
                Statistics.SHARED);
        try (Network first = new Network(SPEC, 1);
                Network other = new Network(otherDomainHead, 1)) {
            assertThat(values(other.classifierParameters())).isEqualTo(values(first.classifierParameters()));
        }
    }

    @Test
    void state_holdsEveryParameterAndEveryStatisticOfEachDomain() {
        try (Network network = new Network(SPEC, 0)) {
            assertThat(network.state().keySet())
                    .containsAll(network.classifierParameters().keySet())
                    .containsAll(network.domainParameters().keySet())
                    .contains(
                            "features.1.running_mean.source",
                            "features.1.running_var.target",
                            "labels.1.running_mean.target",
                            "domains.1.running_var.source");
        }
        try (Network network = new Network(SPEC.with(Statistics.SHARED), 0)) {
            assertThat(network.state()).containsKeys("features.1.running_mean", "labels.1.running_var");
        }
    }

    @ParameterizedTest
    @EnumSource
    void trainingPass_changesTheStatisticsOfItsDomainAlone(Domain domain) {
        String own = "." + domain.name().toLowerCase(Locale.ROOT);
        try (Network network = new Network(SPEC, 0)) {
            Map<String, List<Float>> before = values(network.state());
            forward(network, Pass.train(domain));
            values(network.state()).forEach((name, after) -> {
                if (name.endsWith(own)) {
                    assertThat(after).as(name).isNotEqualTo(before.get(name));
                } else {
                    assertThat(after).as(name).isEqualTo(before.get(name));
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void evaluation_changesNothing(Domain domain) {
        try (Network network = new Network(SPEC, 0)) {
            forward(network, Pass.train(domain));
            Map<String, List<Float>> before = values(network.state());
            forward(network, Pass.evaluate(domain));
            assertThat(values(network.state())).isEqualTo(before);
        }
    }

    @Test
    void measuringPasses_endAsThePlainMeanOverTheirBatches() {
        NetworkSpec spec = new NetworkSpec(
                "norm",
                8,
                1,
                List.of(new Flatten(), new BatchNorm()),
                List.of(new Linear(2)),
                List.of(new Linear(1)),
                0,
                Statistics.PER_DOMAIN);
        try (PointerScope scope = new PointerScope();
                ToyImages images = ToyImages.noise(30, 3, 10, 4);
                Network network = new Network(spec, 0)) {
            network.features(images.unlabeled().range(0, 7).inputs(), Pass.train(Domain.TARGET)); // must have no effect
            double[] mean = new double[ToyImages.PIXELS];
            double[] variance = new double[ToyImages.PIXELS];
            for (int k = 1; k <= 3; k++) {
                Tensor batch = images.unlabeled().range(10 * k - 10, 10 * k).inputs();
                network.features(batch, Pass.measure(Domain.TARGET, k));
                float[][] rows = Tensors.rows(batch.flatten(1, -1));
                for (int p = 0; p < mean.length; p++) {
                    double sum = 0;
                    double square = 0;
                    for (float[] row : rows) {
                        sum += row[p];
                        square += row[p] * row[p];
                    }
                    mean[p] += sum / 10 / 3;
                    variance[p] += (square - sum * sum / 10) / 9 / 3;
                }
            }
            float[] means = Tensors.floats(network.state().get("features.1.running_mean.target"));
            float[] variances = Tensors.floats(network.state().get("features.1.running_var.target"));
            for (int p = 0; p < mean.length; p++) {
                assertThat((double) means[p]).isCloseTo(mean[p], within(1e-5));
                assertThat((double) variances[p]).isCloseTo(variance[p], within(1e-5));
            }
        }
    }

    @Test
    void head_thatDoesNotEndInItsLogits_isRefused() {
        List<Layer> flat = List.of(new Flatten());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(
                        new NetworkSpec(
                                "n", 8, 1, flat, List.of(new Linear(3)), List.of(new Linear(2)), 0, Statistics.SHARED),
                        0))
                .withMessage("n: the domain head must end in one logit: [1], its last layer gives [2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(
                        new NetworkSpec(
                                "n",
                                8,
                                1,
                                List.of(),
                                List.of(),
                                List.of(new Flatten(), new Linear(1)),
                                0,
                                Statistics.SHARED),
                        0))
                .withMessage(
                        "n: the label head must end in one logit per class: [classes], its last layer gives [1, 8, 8]");
    }

    @Test
    void inputTooSmallForTheNet_isRefusedByLayerAndSizes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(
                        new NetworkSpec(
                                "n",
                                8,
                                1,
                                List.of(
                                        new Convolution(4, 5, 0),
                                        new MaxPool(2, 2),
                                        new Convolution(4, 5, 0),
                                        new Flatten()),
                                List.of(new Linear(3)),
                                List.of(new Linear(1)),
                                0,
                                Statistics.SHARED),
                        0))
                .withMessage("features.2: a 5x5 kernel does not fit a 2x2 image");
    }

    @Test
    void spec_outOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetworkSpec(
                        "n", 8, 2, List.of(), List.of(new Linear(2)), List.of(new Linear(1)), 0, Statistics.SHARED))
                .withMessage("expected an input of at least 1 pixel and 1 or 3 channels, got 8 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new NetworkSpec("n", 8, 1, List.of(), List.of(), List.of(), Double.NaN, Statistics.SHARED))
                .withMessage("maxNorm must be at least 0 (0: none), got NaN");
    }

    private static void forward(Network network, Pass pass) {
        try (PointerScope scope = new PointerScope();
                ToyImages images = ToyImages.noise(16, 3, 0, 1)) {
            Tensor features = network.features(images.unlabeled().range(0, 16).inputs(), pass);
            network.labels(features, pass);
            network.domains(features, pass);
        }
    }
}
