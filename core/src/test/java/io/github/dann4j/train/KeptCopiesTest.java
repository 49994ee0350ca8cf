package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.optimize.ParameterOptimizer;
import io.github.dann4j.toy.NativeObjects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kept copies do not change any result, whatever happens to the network in between. */
class KeptCopiesTest {
    private static final String LARGE = "features.1.weight";
    private static final OptimizerSettings.Sgd SGD = new OptimizerSettings.Sgd(0.9, 0.01);
    private static final double RATE = 0.05;

    /** One weight of 2.2 million values, in three pieces, and many small weights. */
    private static NetworkSpec spec(double maxNorm) {
        return new NetworkSpec(
                "large",
                18,
                3,
                List.of(new Flatten(), new Linear(2304), new Relu()),
                List.of(new Linear(3)),
                List.of(new Linear(1)),
                maxNorm,
                Statistics.SHARED);
    }

    /** Some units reach the second bound and others do not. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.577})
    void updatesByCopies_areThoseWithout_toTheLastBit(double maxNorm) {
        try (Training with = new Training(maxNorm, true);
                Training without = new Training(maxNorm, false)) {
            for (int step = 0; step < 6; step++) {
                assertThat(with.update(step)).isEqualTo(without.update(step));
                assertThat(with.computesWithCopy()).isTrue();
                assertThat(without.computesWithCopy()).isFalse();
            }
            assertThat(with.values()).containsExactlyEntriesOf(without.values());
        }
    }

    @Test
    void predictions_areThoseWithoutCopies_inBothPrecisions() {
        try (Training with = new Training(0, true);
                Training without = new Training(0, false)) {
            with.update(0);
            without.update(0);
            for (Precision precision : Precision.values()) {
                assertThat(with.predictions(precision)).isEqualTo(without.predictions(precision));
            }
        }
    }

    /** Restoring a checkpoint or user code may change a weight. */
    @Test
    void aWeightThatSomebodyElseChanges_countsAtOnce() {
        try (Training with = new Training(0, true);
                Training without = new Training(0, false)) {
            for (Training training : List.of(with, without)) {
                training.update(0);
                try (PointerScope scope = new PointerScope()) {
                    training.weight().detach().mul_(new Scalar(2));
                }
            }
            assertThat(with.computesWithCopy()).isFalse();
            assertThat(with.predictions(Precision.BF16)).isEqualTo(without.predictions(Precision.BF16));
            for (int step = 1; step < 4; step++) {
                assertThat(with.update(step)).isEqualTo(without.update(step));
            }
            assertThat(with.values()).containsExactlyEntriesOf(without.values());
        }
    }

    /** A user's method may read gradients or have another optimizer. */
    @Test
    void backward_leavesTheGradientAtTheWeight() {
        try (Training with = new Training(0, true);
                Training without = new Training(0, false);
                PointerScope scope = new PointerScope()) {
            float[][] gradients = new float[2][];
            int k = 0;
            for (Training training : List.of(with, without)) {
                training.update(0);
                training.optimizer.zeroGradients();
                training.network.backward(training.loss(1));
                assertThat(training.weight().grad().scalar_type().intern()).isEqualTo(ScalarType.Float);
                gradients[k++] = Tensors.floats(training.weight().grad());
            }
            assertThat(gradients[0]).isEqualTo(gradients[1]);

            // Both optimizers then use this gradient, wherever they get it from.
            with.optimizer.step();
            without.optimizer.step();
            assertThat(with.values()).containsExactlyEntriesOf(without.values());
        }
    }

    /** The second optimizer does not use copies. */
    @Test
    void twoOptimizers_mayTakeTurns() {
        try (Training with = new Training(0, true);
                Training without = new Training(0, false)) {
            for (Training training : List.of(with, without)) {
                try (ParameterOptimizer second = ParameterOptimizer.of(
                                SGD, training.network.classifierParameters().values());
                        PointerScope scope = new PointerScope()) {
                    second.learningRate(RATE);
                    for (int step = 0; step < 6; step += 2) {
                        training.update(step);
                        second.zeroGradients();
                        training.network.backward(training.loss(step + 1));
                        second.step();
                    }
                }
            }
            assertThat(with.values()).containsExactlyEntriesOf(without.values());
        }
    }

    @Test
    void closedOptimizer_takesItsCopiesWithIt() throws InterruptedException {
        NativeObjects.settle();
        long before = Pointer.totalCount();
        try (Training with = new Training(0, true)) {
            with.update(0);
            float[] predictions = with.predictions(Precision.BF16);
            with.optimizer.close();
            assertThat(with.computesWithCopy()).isFalse();
            assertThat(with.predictions(Precision.BF16)).isEqualTo(predictions);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    /** A network that learns to classify noise, in bfloat16. */
    private static final class Training implements AutoCloseable {
        private final Network network;
        private final ParameterOptimizer optimizer;
        private final boolean copies;

        Training(double maxNorm, boolean copies) {
            this.copies = copies;
            network = new Network(spec(maxNorm), 7);
            Map<String, Tensor> parameters = network.classifierParameters();
            optimizer = copies
                    ? ParameterOptimizer.withCopies(SGD, parameters, network.masterWeights())
                    : ParameterOptimizer.of(SGD, parameters.values());
            optimizer.learningRate(RATE);
        }

        Tensor weight() {
            return network.state().get(LARGE);
        }

        /** The location of the gradient shows which tensor the forward pass used. */
        boolean computesWithCopy() {
            try (PointerScope scope = new PointerScope()) {
                optimizer.zeroGradients();
                network.backwardToCopies(loss(99));
                return !weight().grad().defined();
            }
        }

        /** Runs an update and returns the label loss before it. */
        float update(int step) {
            try (PointerScope scope = new PointerScope()) {
                optimizer.zeroGradients();
                Tensor loss = loss(step);
                if (copies) {
                    network.backwardToCopies(loss);
                } else {
                    network.backward(loss);
                }
                optimizer.step();
                network.boundNorms();
                return loss.item_float();
            }
        }

        /** Returns the loss of two passes through the same weights. */
        Tensor loss(int step) {
            Tensor labels = Tensors.ofLongs(new long[] {0, 1, 2, 0}, 4);
            Tensor loss = Tensors.ofFloats(new float[1]);
            Pass pass = Pass.train(Domain.SOURCE);
            try (Autocast autocast = Autocast.of(Precision.BF16)) {
                for (int part = 0; part < 2; part++) {
                    Tensor logits = network.labels(network.features(images(2 * step + part), pass), pass);
                    loss = loss.add(torch.cross_entropy_loss(logits.to(ScalarType.Float), labels));
                }
            }
            return loss;
        }

        float[] predictions(Precision precision) {
            Pass pass = Pass.evaluate(Domain.SOURCE);
            try (PointerScope scope = new PointerScope();
                    AutoGradMode noGradients = new AutoGradMode(false);
                    Autocast autocast = Autocast.of(precision)) {
                return Tensors.floats(network.labels(network.features(images(99), pass), pass));
            }
        }

        private static Tensor images(long seed) {
            Seeds.seedEngine(seed);
            return torch.randn(4, 3, 18, 18);
        }

        Map<String, List<Float>> values() {
            Map<String, List<Float>> values = new LinkedHashMap<>();
            network.state().forEach((name, tensor) -> values.put(name, floats(tensor)));
            return values;
        }

        private static List<Float> floats(Tensor tensor) {
            float[] array = Tensors.floats(tensor);
            Float[] boxed = new Float[array.length];
            for (int i = 0; i < array.length; i++) {
                boxed[i] = array[i];
            }
            return List.of(boxed);
        }

        @Override
        public void close() {
            optimizer.close();
            network.close();
        }
    }
}
