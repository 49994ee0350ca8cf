package io.github.dann4j.model;

import static io.github.dann4j.toy.ToyNets.set;
import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.GlobalAveragePool;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Layer.Residual;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResidualTest {
    private static final Residual STRIDED =
            new Residual(List.of(new Convolution(1, 3, 1, 2)), List.of(new Convolution(1, 1, 0, 2)));

    /** Halves the size, then x + path(x), as in a residual network; with batch norm in and after the first layer. */
    private static NetworkSpec net(double maxNorm) {
        return new NetworkSpec(
                "residual",
                6,
                1,
                List.of(
                        new Residual(
                                List.of(new Convolution(3, 3, 1, 2), new BatchNorm(), new Convolution(3, 3, 1)),
                                List.of(new Convolution(3, 1, 0, 2), new BatchNorm())),
                        new BatchNorm(),
                        new Residual(List.of(new Convolution(3, 3, 1)), List.of()),
                        new GlobalAveragePool()),
                List.of(new Linear(2)),
                List.of(new Linear(1)),
                maxNorm,
                Statistics.PER_DOMAIN);
    }

    /**
     * For the image 1 to 16, the 3x3 sums at stride 2 are 14, 30, 57 and 99, and every second pixel of every second row
     * is 1, 3, 9 and 11. The first layer gives sums + 0.5 + 2 · pixels − 1, the second x + (100 − 2x).
     */
    @Test
    void outputs_areTheSumsOfBothWays() {
        NetworkSpec spec = new NetworkSpec(
                "by-hand",
                4,
                1,
                List.of(STRIDED, new Residual(List.of(new Convolution(1, 1, 0)), List.of()), new Relu(), new Flatten()),
                List.of(new Linear(2)),
                List.of(new Linear(1)),
                0,
                Statistics.SHARED);
        float[] image = new float[16];
        for (int i = 0; i < 16; i++) {
            image[i] = i + 1;
        }
        try (Network network = new Network(spec, 0);
                PointerScope scope = new PointerScope()) {
            set(network, "features.0.path.0.weight", 1, 1, 1, 1, 1, 1, 1, 1, 1);
            set(network, "features.0.path.0.bias", 0.5f);
            set(network, "features.0.shortcut.0.weight", 2);
            set(network, "features.0.shortcut.0.bias", -1);
            set(network, "features.1.path.0.weight", -2);
            set(network, "features.1.path.0.bias", 100);

            Tensor features = network.features(Tensors.ofFloats(image, 1, 1, 4, 4), Pass.evaluate(Domain.SOURCE));

            assertThat(Tensors.floats(features)).containsExactly(new float[] {84.5f, 64.5f, 25.5f, 0}, within(1e-4f));
        }
    }

    /**
     * Gradients of a weighted sum of the features in training, against central differences at every parameter and
     * pixel.
     */
    @Test
    void gradients_areThoseOfFiniteDifferences() {
        int images = 3;
        try (Network network = new Network(net(0), 4);
                PointerScope scope = new PointerScope()) {
            Tensor input = random(1, images, 1, 6, 6).requires_grad_(true);
            Tensor weights = random(2, images, 3);
            network.backward(loss(network, input, weights));

            double largest = assertGradient("input", input, network, input, weights);
            for (Map.Entry<String, Tensor> parameter :
                    network.featureParameters().entrySet()) {
                largest = Math.max(
                        largest, assertGradient(parameter.getKey(), parameter.getValue(), network, input, weights));
            }
            assertThat(largest).isGreaterThan(0.5);
        }
    }

    private static double assertGradient(String name, Tensor at, Network network, Tensor input, Tensor weights) {
        float step = 1e-3f;
        float[] gradient = Tensors.floats(at.grad());
        double largest = 0;
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            for (int i = 0; i < gradient.length; i++) {
                Tensor value = value(at.detach(), i);
                value.add_(new Scalar(step));
                double above = loss(network, input, weights).item_double();
                value.sub_(new Scalar(2 * step));
                double below = loss(network, input, weights).item_double();
                value.add_(new Scalar(step));
                double expected = (above - below) / (2 * step);
                assertThat((double) gradient[i])
                        .as("%s, value %s", name, i)
                        .isCloseTo(expected, within(1e-3 + 1e-2 * Math.abs(expected)));
                largest = Math.max(largest, Math.abs(gradient[i]));
            }
        }
        return largest;
    }

    /** Returns one value by its number in row-major order. */
    private static Tensor value(Tensor tensor, long number) {
        Tensor rest = tensor;
        long index = number;
        while (rest.dim() > 0) {
            long values = rest.numel() / rest.size(0);
            rest = rest.select(0, index / values);
            index %= values;
        }
        return rest;
    }

    private static Tensor loss(Network network, Tensor input, Tensor weights) {
        return network.features(input, Pass.train(Domain.SOURCE)).mul(weights).sum();
    }

    private static Tensor random(long seed, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensors.ofFloats(values, shape);
    }

    @Test
    void weightsInside_areNamedByTheirWay_withStatisticsOfEachDomain() {
        try (Network network = new Network(net(0), 0);
                PointerScope scope = new PointerScope()) {
            assertThat(network.spec().hasBatchNorm()).isTrue();
            assertThat(network.featureParameters().keySet())
                    .containsExactly(
                            "features.0.path.0.weight",
                            "features.0.path.0.bias",
                            "features.0.path.1.weight",
                            "features.0.path.1.bias",
                            "features.0.path.2.weight",
                            "features.0.path.2.bias",
                            "features.0.shortcut.0.weight",
                            "features.0.shortcut.0.bias",
                            "features.0.shortcut.1.weight",
                            "features.0.shortcut.1.bias",
                            "features.1.weight",
                            "features.1.bias",
                            "features.2.path.0.weight",
                            "features.2.path.0.bias");
            Map<String, List<Float>> before = values(network.buffers());

            network.features(random(1, 4, 1, 6, 6), Pass.train(Domain.TARGET));

            Map<String, List<Float>> after = values(network.buffers());
            assertThat(after.keySet()).hasSize(12);
            after.forEach((name, statistic) ->
                    assertThat(statistic.equals(before.get(name))).as(name).isEqualTo(name.endsWith(".source")));
        }
    }

    @Test
    void frozenCopy_averageAndMaxNorm_reachTheLayersInside() {
        String inside = "features.0.path.0.weight";
        try (Network network = new Network(net(0.25), 1);
                Network other = new Network(net(0.25), 2);
                Network copy = network.frozenCopy();
                PointerScope scope = new PointerScope()) {
            network.features(random(1, 4, 1, 6, 6), Pass.train(Domain.SOURCE));
            assertThat(values(copy.parameters())).isEqualTo(values(network.parameters()));
            assertThat(copy.parameters().get(inside).requires_grad()).isFalse();

            float before = Tensors.floats(copy.parameters().get(inside))[0];
            float others = Tensors.floats(other.parameters().get(inside))[0];
            copy.average(other, 0.75);
            assertThat(Tensors.floats(copy.parameters().get(inside))[0])
                    .isCloseTo(0.75f * before + 0.25f * others, within(1e-6f));

            float[] ones = new float[27];
            Arrays.fill(ones, 1);
            set(network, inside, ones);
            network.boundNorms(); // nine weights of 1 per unit: norm 3, scaled to 0.25
            assertThat(values(network.parameters()).get(inside))
                    .allSatisfy(weight -> assertThat(weight).isCloseTo(0.25f / 3, within(1e-6f)));
        }
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of(
                        new Residual(List.of(new Convolution(4, 3, 1, 2)), List.of()),
                        "features.0: a residual layer adds its path and its shortcut, but their outputs have the shapes [4, 3, 3] and [1, 6, 6]; give the shortcut layers that end in the path's shape"),
                Arguments.of(
                        new Residual(List.of(new Relu(), new Convolution(1, 9, 1)), List.of()),
                        "features.0: path.1: a 9x9 kernel does not fit a 6x6 image"),
                Arguments.of(
                        new Residual(List.of(new Relu()), List.of(new Linear(1))),
                        "features.0: shortcut.0: a linear layer needs flat input, got [1, 6, 6]; put Flatten before it"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void impossibleResidual_isRefusedByItsPlaceAndReason(Layer layer, String message) {
        NetworkSpec spec = new NetworkSpec(
                "r",
                6,
                1,
                List.of(layer, new Flatten()),
                List.of(new Linear(2)),
                List.of(new Linear(1)),
                0,
                Statistics.SHARED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network(spec, 0))
                .withMessage(message);
    }

    @Test
    void residualWithoutAPath_andTooManyLayersInside_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Residual(List.of(), List.of(new Relu())))
                .withMessage("invalid layer: residual layer without a path");
        Residual many = new Residual(Collections.nCopies(600, new Relu()), Collections.nCopies(400, new Relu()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Head(List.of(many)))
                .withMessage("expected at most 1000 layers in each part, got 1001");
    }

    @Test
    void withBatchNorm_normalisesInsideToo() {
        NetworkSpec spec = new NetworkSpec(
                "r",
                6,
                1,
                List.of(STRIDED, new Flatten()),
                List.of(new Linear(2)),
                List.of(new Linear(1)),
                0,
                Statistics.SHARED);
        assertThat(Networks.withBatchNorm(spec, Statistics.SHARED).features())
                .containsExactly(
                        new Residual(
                                List.of(new Convolution(1, 3, 1, 2), new BatchNorm()),
                                List.of(new Convolution(1, 1, 0, 2), new BatchNorm())),
                        new Flatten());
    }
}
