package io.github.dann4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.toy.FiniteDifferences;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class PredictionsTest {
    private static final double[] LOGITS = {1, 0, -1, 0.5, 0.5, 2};
    private static final long[] SHAPE = {2, 3};

    @Test
    void entropy_isTheMeanOverTheImages_andDiversityThatOfTheMean() {
        double uniform = Math.log(3);
        assertThat(FiniteDifferences.value(new double[6], SHAPE, Predictions::entropy))
                .isCloseTo(uniform, within(1e-12));
        assertThat(FiniteDifferences.value(new double[] {90, 0, 0, 0, 90, 0}, SHAPE, Predictions::entropy))
                .isCloseTo(0, within(1e-12));
        assertThat(FiniteDifferences.value(new double[] {90, 0, 0, 0, 90, 0}, SHAPE, Predictions::diversity))
                .isCloseTo(Math.log(2), within(1e-6));
    }

    @Test
    void gradients_areThoseOfTheValues() {
        FiniteDifferences.check(LOGITS, SHAPE, Predictions::entropy);
        FiniteDifferences.check(LOGITS, SHAPE, Predictions::diversity);
        FiniteDifferences.check(
                LOGITS,
                SHAPE,
                z -> Predictions.crossEntropy(z, Tensors.ofDoubles(new double[] {0.2, 0.3, 0.5, 1, 0, 0}, 2, 3)));
        FiniteDifferences.check(
                LOGITS,
                SHAPE,
                z -> Predictions.logOfOthers(z, Tensors.ofLongs(new long[] {0, 2}, 2))
                        .mean());
    }

    @Test
    void crossEntropy_againstTheOwnProbabilities_isTheEntropy() {
        double entropy = FiniteDifferences.value(LOGITS, SHAPE, Predictions::entropy);
        assertThat(FiniteDifferences.value(LOGITS, SHAPE, z -> Predictions.crossEntropy(z, z.softmax(1))))
                .isCloseTo(entropy, within(1e-12));
    }

    /** ln(1 − p) by the other logits: where p rounds to 1 in float32, ln(1 − p) would be infinite. */
    @Test
    void logOfOthers_isFiniteForACertainPrediction() {
        try (PointerScope scope = new PointerScope()) {
            Tensor logits = Tensors.ofFloats(new float[] {60, 0, 0, 0, 0, 0}, 2, 3);
            float[] logs = Tensors.floats(Predictions.logOfOthers(logits, Tensors.ofLongs(new long[] {0, 1}, 2)));
            assertThat(logs[0]).isCloseTo((float) (Math.log(2) - 60), within(1e-4f));
            assertThat(logs[1]).isCloseTo((float) Math.log(2.0 / 3), within(1e-6f));
        }
    }
}
