package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.distribute.Collective;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Replicas.BatchNormStatistics;
import io.github.dann4j.toy.LocalWorkers;
import io.github.dann4j.toy.ToyNets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Heads on the maps after a layer of the features. */
class MapsTest {
    /** Biases that a batch norm subtracts again: their gradients are 0. */
    private static final Set<String> BEFORE_BATCH_NORM = Set.of("features.0.bias", "features.3.bias");

    private static final List<Layer> BELOW = List.of(
            new Convolution(16, 3, 1),
            new MaxPool(2, 2),
            new Relu(),
            new Convolution(16, 3, 1),
            new Relu()); // convolutions in oneDNN's memory format, if available
    private static final List<Layer> HEAD = List.of(new Flatten(), new Linear(1));

    private static NetworkSpec spec(List<Layer> features, int layer) {
        return new NetworkSpec("maps", 8, 3, features, List.of(new Linear(2)), List.of(), 0, Statistics.SHARED)
                .with(NetworkSpec.DOMAINS, new Head(HEAD, new HeadInput.Maps(layer)));
    }

    private static List<Layer> features() {
        return List.of(
                BELOW.get(0), BELOW.get(1), BELOW.get(2), BELOW.get(3), BELOW.get(4), new Flatten(), new Linear(5));
    }

    @Test
    void head_getsTheNumbersOfTheNetworkThatEndsThere() {
        for (int layer = 0; layer < BELOW.size(); layer++) {
            NetworkSpec cut = new NetworkSpec(
                    "cut",
                    8,
                    3,
                    BELOW.subList(0, layer + 1),
                    List.of(new Flatten(), new Linear(2)),
                    HEAD,
                    0,
                    Statistics.SHARED);
            try (Network network = new Network(spec(features(), layer), 1);
                    Network byHand = new Network(cut, 2);
                    PointerScope scope = new PointerScope()) {
                byHand.copyCommon(network);
                Tensor images = images(4);
                Pass pass = Pass.evaluate(Domain.SOURCE);

                Extraction extraction = network.extract(images, pass);

                Tensor maps = byHand.features(images, pass);
                assertThat(extraction.maps()).containsOnlyKeys(layer);
                assertThat(Tensors.floats(extraction.maps(layer)))
                        .as("after layer %s", layer)
                        .containsExactly(Tensors.floats(maps), within(1e-5f));
                assertThat(maps.max().item_float()).isGreaterThan(0.1f);
                assertThat(Tensors.floats(extraction.features()))
                        .containsExactly(Tensors.floats(network.features(images, pass)), within(1e-5f));
                assertThat(Tensors.floats(network.heads(extraction, pass).get(NetworkSpec.DOMAINS)))
                        .containsExactly(
                                Tensors.floats(byHand.domains(maps, pass).unsqueeze(1)), within(1e-5f));
            }
        }
    }

    @Test
    void impossibleInputs_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(features(), 7))
                .withMessage(
                        "maps: the head 'domains' takes the maps after layer 7 of the features, which have 7 layers, counted from 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeadInput.Maps(-1))
                .withMessage("layers are counted from 0, got the maps after layer -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(features(), 2)
                        .with(NetworkSpec.LABELS, new Head(List.of(new Linear(2)), new HeadInput.Maps(2))))
                .withMessage("maps: the input of the head 'labels' must be the features, got Maps[layer=2]");
        try (Network network = new Network(spec(features(), 2), 0);
                PointerScope scope = new PointerScope()) {
            Extraction extraction = network.extract(images(2), Pass.evaluate(Domain.SOURCE));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network.domains(extraction.features(), Pass.evaluate(Domain.SOURCE)))
                    .withMessage("maps: the head 'domains' takes inputs of shape [16, 4, 4] (Maps[layer=2]), got [5]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> extraction.maps(3))
                    .withMessage("no head takes the maps after layer 3 of the features, only those after [2]");
        }
    }

    /**
     * Two workers with half of the images each, with batch norm before and after the maps: their gradients sum to those
     * of one.
     */
    @Test
    void workers_findTheGradientsOfOneAlone() throws Exception {
        NetworkSpec spec = spec(
                List.of(
                        new Convolution(4, 3, 1),
                        new BatchNorm(),
                        new Relu(),
                        new Convolution(4, 3, 1),
                        new BatchNorm(),
                        new Flatten(),
                        new Linear(5)),
                2);
        Map<String, List<Float>> alone = gradients(spec, Collective.ALONE);

        List<Map<String, List<Float>>> together = LocalWorkers.run(2, group -> gradients(spec, group));

        alone.forEach((name, gradient) -> {
            List<Float> first = together.get(0).get(name);
            List<Float> second = together.get(1).get(name);
            for (int i = 0; i < gradient.size(); i++) {
                assertThat(first.get(i) + second.get(i))
                        .as("%s, value %s", name, i)
                        .isCloseTo(gradient.get(i), within(1e-4f));
            }
            if (!BEFORE_BATCH_NORM.contains(name)) {
                assertThat(gradient).as(name).anyMatch(value -> Math.abs(value) > 1e-6);
            }
        });
    }

    /** Returns the gradients of a sum over the images of the squared outputs of both heads. */
    private static Map<String, List<Float>> gradients(NetworkSpec spec, Collective workers) {
        int images = 8 / workers.share().parts();
        try (Network network = new Network(spec, 3, new Replicas(workers, BatchNormStatistics.SYNCHRONISED));
                PointerScope scope = new PointerScope()) {
            Tensor own = images(8).narrow(0, (long) workers.share().part() * images, images);
            Pass pass = Pass.train(Domain.SOURCE);
            Map<String, Tensor> outputs = network.heads(network.extract(own, pass), pass);
            Tensor loss = Tensors.ofFloats(new float[1]);
            for (Tensor output : outputs.values()) {
                loss = loss.add(output.mul(output).sum(), new Scalar(1));
            }
            network.backward(loss);
            Map<String, Tensor> gradients = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> gradients.put(name, parameter.grad()));
            return ToyNets.values(gradients);
        }
    }

    private static Tensor images(int count) {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[count * 3 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensors.ofFloats(values, count, 3, 8, 8);
    }
}
