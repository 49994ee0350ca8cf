package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.statistic.Alignment.Output;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.train.LambdaSchedule;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class DeepJdotTest {
    /** By features alone, each source image is matched with the near target image, whatever its prediction. */
    @Test
    void theMatching_isTheCheapest_byFeaturesAndLabels() {
        try (PointerScope scope = new PointerScope()) {
            assertThat(loss(1, 0).item_float()).as("mean of 0.1² and 0.2²").isCloseTo(0.025f, within(1e-6f));
            // By labels alone: the first target image is predicted as class 0, as the first source image is labelled.
            assertThat(loss(0, 1).item_float()).isCloseTo((float) Math.log(1 + Math.exp(-2)), within(1e-6f));
            // Both: crossing costs (0.1² + 0.2²)/2 · α + ln(1 + e²), staying 5 · α more and 2 less.
            double crossed = 0.025 * 0.1 + Math.log(1 + Math.exp(2));
            assertThat(loss(0.1, 1).item_float()).isLessThan((float) crossed);
            assertThat(loss(9, 1).item_float())
                    .isCloseTo((float) (0.025 * 9 + Math.log(1 + Math.exp(2))), within(1e-5f));
        }
    }

    private static Tensor loss(double features, double labels) {
        Output source = new Output(Tensors.ofFloats(new float[] {0, 3}, 2, 1), Tensors.ofFloats(new float[4], 2, 2));
        Output target = new Output(
                Tensors.ofFloats(new float[] {3.2f, 0.1f}, 2, 1), Tensors.ofFloats(new float[] {2, 0, 0, 2}, 2, 2));
        return DeepJdot.loss(
                source,
                target,
                Tensors.ofLongs(new long[] {0, 1}, 2),
                new DeepJdot.Settings(LambdaSchedule.paper(), features, labels, 0.2));
    }

    /** A matched pair is pulled together, from both sides. */
    @Test
    void gradients_pullMatchedFeaturesTogether() {
        try (PointerScope scope = new PointerScope()) {
            Tensor a = Tensors.ofFloats(new float[] {0, 3}, 2, 1);
            Tensor b = Tensors.ofFloats(new float[] {3.2f, 0.1f}, 2, 1);
            a.requires_grad_(true);
            b.requires_grad_(true);
            Tensor logits = Tensors.ofFloats(new float[4], 2, 2);
            DeepJdot.loss(
                            new Output(a, logits),
                            new Output(b, logits),
                            Tensors.ofLongs(new long[] {0, 1}, 2),
                            new DeepJdot.Settings(LambdaSchedule.paper(), 1, 0, 0.2))
                    .backward();
            assertThat(Tensors.floats(a.grad())).containsExactly(new float[] {-0.1f, -0.2f}, within(1e-6f));
            assertThat(Tensors.floats(b.grad())).containsExactly(new float[] {0.2f, 0.1f}, within(1e-6f));
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeepJdot.Settings(LambdaSchedule.paper(), Double.NaN, 1, 0.2))
                .withMessageStartingWith("features and labels must be at least 0 and finite");
    }
}
