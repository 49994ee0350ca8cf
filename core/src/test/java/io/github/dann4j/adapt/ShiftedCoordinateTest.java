package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.TrainingSettings;
import java.util.Map;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The theory in two coordinates: the brightness of an image's upper half and of its lower half. Both carry the label in
 * the source. In the target the upper one still does, while the lower one is shifted and shows the domain instead of
 * the label. A classifier on domain-invariant features cannot use the lower one (Ganin et al. 2016, §3: a small
 * divergence).
 */
class ShiftedCoordinateTest {
    private static final int CLASSES = 2;
    private static final int STEPS = 400;
    private static final int HALF = ToyImages.PIXELS / 2;
    private static final double NOISE = 15;
    private static final double CUE = 25;

    /** Plain gradient descent that comes to rest: with momentum, features and adversary would overshoot. */
    private static final TrainingSettings SETTINGS = new TrainingSettings(
            STEPS, 32, new LearningRate.Cosine(0.02, 0), new OptimizerSettings.Sgd(0, 0), Precision.FP32);

    /**
     * The use of the coordinates after a training.
     *
     * @param kept norm of the features' response to a brighter upper half
     * @param shifted norm of the features' response to a brighter lower half
     */
    private record Outcome(double kept, double shifted, double targetAccuracy) {}

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void lambdaAboveZero_shrinksTheShiftedCoordinatesWeightAlone(long seed) {
        Outcome without = train(dann(0), seed);
        Outcome with = train(dann(1), seed);

        assertThat(with.shifted()).isLessThan(without.shifted() / 2);
        assertThat(with.kept()).isGreaterThan(0.9 * without.kept());
        // The damage by the shift without adaptation depends on the seed; the repair by adaptation does not.
        assertThat(with.targetAccuracy()).isGreaterThan(0.85).isGreaterThan(without.targetAccuracy() + 0.05);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void lambdaZero_leavesItAsSourceOnlyTrainingDoes(long seed) {
        assertThat(train(dann(0), seed)).isEqualTo(train(SourceOnly::new, seed));
    }

    private static BiFunction<Network, TrainingSettings, AdaptationMethod> dann(double lambda) {
        return (network, settings) -> ToyRuns.dann(network, settings, lambda, Passes.SEPARATE);
    }

    private static Outcome train(BiFunction<Network, TrainingSettings, AdaptationMethod> method, long seed) {
        try (ToyImages source = images(false, 10 + seed);
                ToyImages target = images(true, 20 + seed);
                Network network = new Network(ToyNets.linear(2, CLASSES), seed);
                AdaptationMethod training = method.apply(network, SETTINGS)) {
            ToyRuns.run(training, source, target, SETTINGS, seed);
            Map<String, Tensor> state = network.state();
            float[][] weights = Tensors.rows(state.get("features.1.weight"));
            double accuracy = new Evaluator(network, Precision.FP32)
                    .evaluate(target.labeled(), Domain.SOURCE)
                    .accuracy();
            return new Outcome(answer(weights, 0), answer(weights, HALF), accuracy);
        }
    }

    /** Returns the norm, over the features, of the sum of their weights on one half of the pixels. */
    private static double answer(float[][] weights, int from) {
        double square = 0;
        for (float[] feature : weights) {
            double sum = 0;
            for (int p = from; p < from + HALF; p++) {
                sum += feature[p];
            }
            square += sum * sum;
        }
        return Math.sqrt(square);
    }

    private static ToyImages images(boolean target, long seed) {
        return ToyImages.of(200, CLASSES, seed, (pixels, label, random) -> {
            double cue = label == 0 ? -CUE : CUE;
            double upper = 128 + cue + NOISE * random.nextGaussian();
            double lower = (target ? 192 : 64 + cue) + NOISE * random.nextGaussian();
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (int) Math.round((p < HALF ? upper : lower) + NOISE / 3 * random.nextGaussian());
            }
        });
    }
}
