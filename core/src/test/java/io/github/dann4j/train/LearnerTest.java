package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.toy.ToyNets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three updates, computed by hand, of one number w, which starts at 1. The loss of update t is g_t · w with g = 1, −2,
 * 0.5, so its gradient is g_t, whatever happened before. The rate is μ_p = 0.1 / (1 + 10 p)^0.75 at p = 0, 1/3, 2/3:
 * 0.1, 0.0332953, 0.0217043.
 */
class LearnerTest {
    private static final double[] GRADIENTS = {1, -2, 0.5};

    /**
     * v ← 0.9 v + g, w ← w − μ v.
     *
     * <pre>
     * v = 1                     w = 1    − 0.1       · 1     =  0.9
     * v = 0.9 · 1 − 2 = −1.1    w = 0.9  + 0.0332953 · 1.1   =  0.9366249
     * v = −0.99 + 0.5 = −0.49   w = 0.9366249 + 0.0217043 · 0.49 = 0.9472600
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void sgd_goesTheWayComputedByHand(Precision precision) {
        double[] way = way(new OptimizerSettings.Sgd(0.9, 0), precision);

        assertThat(way[0]).isCloseTo(0.9, within(1e-6));
        assertThat(way[1]).isCloseTo(0.9366249, within(1e-6));
        assertThat(way[2]).isCloseTo(0.9472600, within(1e-6));
    }

    /**
     * m ← 0.5 m + 0.5 g, v ← 0.999 v + 0.001 g², w ← w − μ (m / (1 − 0.5^t)) / √(v / (1 − 0.999^t)).
     *
     * <pre>
     * m̂ = 1                        v̂ = 1                                     w = 1 − 0.1 = 0.9 m̂ = −0.75 / 0.75 = −1
     * v̂ = 0.004999 / 0.001999 = 2.50075         w = 0.9 + 0.0332953 · 1 / 1.581376 = 0.9210547 m̂ = −0.125 / 0.875
     * v̂ = 0.005244001 / 0.002997001 = 1.749750  w = 0.9210547 + 0.0217043 · 0.142857 / 1.322781 = 0.9233987
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void adam_goesTheWayComputedByHand(Precision precision) {
        double[] way = way(new OptimizerSettings.Adam(0.5, 0.999, 0), precision);

        assertThat(way[0]).isCloseTo(0.9, within(1e-6));
        assertThat(way[1]).isCloseTo(0.9210547, within(1e-6));
        assertThat(way[2]).isCloseTo(0.9233987, within(1e-6));
    }

    /** Every weight grows by 1 in an update, far beyond the bound; the norm of its unit is then restricted to 0.5. */
    @Test
    void maxNorm_holdsAfterEveryUpdate() {
        TrainingSettings settings = new TrainingSettings(
                2, 2, new LearningRate.Constant(1), new OptimizerSettings.Sgd(0, 0), Precision.FP32);
        NetworkSpec spec = ToyNets.everything(2, Statistics.SHARED, 0.5);
        try (PointerScope scope = new PointerScope();
                Network network = new Network(spec, 0);
                Learner learner = new Learner(network, settings, network.classifierParameters())) {
            Tensor weights = network.classifierParameters().get("labels.0.weight"); // [8, F]
            for (int step = 0; step < 2; step++) {
                learner.update(weights.sum().neg(), new StepContext(step, 2, 0));
                for (float[] unit : Tensors.rows(weights.detach())) {
                    double squares = 0;
                    for (float weight : unit) {
                        squares += weight * weight;
                    }
                    assertThat(Math.sqrt(squares)).isCloseTo(0.5, within(1e-5));
                }
            }
        }
    }

    /**
     * Plain descent with rate 0.1 on a loss of 1 · w + 1 · v: the named group moves by 0.1 times its factor, the other
     * stays.
     */
    @Test
    void anUpdateOfOneGroup_leavesTheOthers_andEachGoesByItsRate() {
        TrainingSettings settings = new TrainingSettings(
                3, 2, new LearningRate.Constant(0.1), new OptimizerSettings.Sgd(0, 0), Precision.FP32);
        try (PointerScope scope = new PointerScope();
                Network network = new Network(ToyNets.linear(3, 2), 0)) {
            ToyNets.set(network, "domains.0.bias", 1);
            ToyNets.set(network, "labels.0.bias", 1, 1);
            Tensor w = network.domainParameters().get("domains.0.bias");
            Tensor v = network.headParameters("labels").get("labels.0.bias");
            try (Learner learner = new Learner(
                    network,
                    settings,
                    List.of(new ParameterGroup("w", Map.of("w", w)), new ParameterGroup("v", Map.of("v", v), 0.5)))) {
                learner.update(w.sum().add(v.sum()), new StepContext(0, 3, 0), "w");
                assertThat(Tensors.doubles(w)[0]).isCloseTo(0.9, within(1e-6));
                assertThat(Tensors.doubles(v)[0]).isOne();

                learner.update(w.sum().add(v.sum()), new StepContext(1, 3, 0));
                assertThat(Tensors.doubles(w)[0]).isCloseTo(0.8, within(1e-6));
                assertThat(Tensors.doubles(v)[0])
                        .isCloseTo(0.95, within(1e-6)); // not 0.9: the first gradient is discarded

                assertThatIllegalArgumentException()
                        .isThrownBy(() -> learner.update(w.sum(), new StepContext(2, 3, 0), "u"))
                        .withMessage("unknown parameter group among [u]; the groups are [w, v]");
            }
        }
    }

    /**
     * Plain descent on sums: a layer at a tenth of the rate moves by a tenth, in an update of all groups and of its own,
     * and a group's factor counts as well. A checkpoint has both parts.
     */
    @ParameterizedTest
    @EnumSource
    void slowLayers_learnAtTheirShareOfTheRate(Precision precision, @TempDir Path temp) throws IOException {
        TrainingSettings settings = new TrainingSettings(
                3, 2, new LearningRate.Constant(0.5), new OptimizerSettings.Sgd(0.9, 0), precision);
        NetworkSpec spec = new NetworkSpec(
                "slow",
                new NetworkInput.Features(3),
                List.of(new Layer.Slow(0.1, List.of(new Layer.Linear(2))), new Layer.Linear(2)),
                List.of(new Layer.Linear(2)),
                List.of(new Layer.Linear(1)),
                0,
                Statistics.SHARED);
        try (PointerScope scope = new PointerScope();
                Network network = new Network(spec, 0)) {
            assertThat(network.rates())
                    .isEqualTo(Map.of("features.0.layers.0.weight", 0.1, "features.0.layers.0.bias", 0.1));
            ToyNets.set(network, "features.0.layers.0.bias", 1, 1);
            ToyNets.set(network, "features.1.bias", 1, 1);
            Tensor slow = network.parameters().get("features.0.layers.0.bias");
            Tensor other = network.parameters().get("features.1.bias");
            List<ParameterGroup> groups = List.of(
                    new ParameterGroup("f", network.featureParameters(), 0.5),
                    new ParameterGroup("l", network.headParameters("labels")));
            try (Learner learner = new Learner(network, settings, groups)) {
                learner.update(slow.sum().add(other.sum()), new StepContext(0, 3, 0));
                assertThat(Tensors.doubles(slow)[0]).isCloseTo(0.975, within(1e-6));
                assertThat(Tensors.doubles(other)[0]).isCloseTo(0.75, within(1e-6));
                assertThat(learner.state()).containsKey("optimizer.f@0.1.velocity.0");

                Path file = temp.resolve("c");
                try (OutputStream out = Files.newOutputStream(file)) {
                    SafeTensors.write(out, learner.state(), Map.of());
                }
                learner.update(slow.sum().add(other.sum()), new StepContext(1, 3, 0), "f");
                double after = Tensors.doubles(slow)[0];
                assertThat(after).isCloseTo(0.975 - 0.025 * 1.9, within(1e-6));

                learner.restore(SafeTensors.read(file));
                assertThat(Tensors.doubles(slow)[0]).isCloseTo(0.975, within(1e-6));
                learner.update(slow.sum().add(other.sum()), new StepContext(1, 3, 0), "f");
                assertThat(Tensors.doubles(slow)[0]).isEqualTo(after);
            }
        }
    }

    /** Returns the value after each update. */
    private static double[] way(OptimizerSettings optimizer, Precision precision) {
        TrainingSettings settings =
                new TrainingSettings(3, 2, new LearningRate.Annealed(0.1, 10, 0.75), optimizer, precision);
        double[] way = new double[GRADIENTS.length];
        try (PointerScope scope = new PointerScope();
                Network network = new Network(ToyNets.linear(3, 2), 0)) {
            ToyNets.set(network, "domains.0.bias", 1);
            Tensor w = network.domainParameters().get("domains.0.bias");
            try (Learner learner = new Learner(network, settings, Map.of("domains.0.bias", w))) {
                for (int step = 0; step < way.length; step++) {
                    learner.update(w.sum().mul(new Scalar(GRADIENTS[step])), new StepContext(step, 3, 0));
                    way[step] = Tensors.doubles(w)[0];
                }
            }
        }
        return way;
    }
}
