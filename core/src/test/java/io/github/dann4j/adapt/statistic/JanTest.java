package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.statistic.Alignment.Output;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.train.LambdaSchedule;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class JanTest {
    private static final float[] LEFT = {-2, -2.1f};
    private static final float[] RIGHT = {2, 2.1f};

    /**
     * Both domains have one image on each side, so their features have the same distribution. If they have opposite
     * classes, only the joint distribution differs.
     */
    @Test
    void swappedClasses_areADiscrepancyOfTheJointDistribution() {
        assertThat(discrepancy(false)).isLessThan(discrepancy(true) - 0.5);
    }

    private static double discrepancy(boolean swapped) {
        try (PointerScope scope = new PointerScope()) {
            float a = swapped ? -9 : 9;
            Output source = new Output(
                    Tensors.ofFloats(new float[] {LEFT[0], LEFT[1], RIGHT[0], RIGHT[1]}, 4, 1),
                    Tensors.ofFloats(new float[] {9, -9, 9, -9, -9, 9, -9, 9}, 4, 2));
            Output target = new Output(
                    Tensors.ofFloats(new float[] {LEFT[1], LEFT[0], RIGHT[1], RIGHT[0]}, 4, 1),
                    Tensors.ofFloats(new float[] {a, -a, a, -a, -a, a, -a, a}, 4, 2));
            return Jan.discrepancy(source, target, 5).item_float();
        }
    }

    /** With two images of each domain all kernels can be written down. */
    @Test
    void theKernel_isTheProductOfFeaturesAndPredictions() {
        try (PointerScope scope = new PointerScope()) {
            Output source = new Output(
                    Tensors.ofFloats(new float[] {0, 0}, 2, 1), Tensors.ofFloats(new float[] {99, 0, 99, 0}, 2, 2));
            Output target = new Output(
                    Tensors.ofFloats(new float[] {2, 2}, 2, 1), Tensors.ofFloats(new float[] {0, 99, 0, 99}, 2, 2));
            // Half of all pairs have the squared distance 4, so the mean is 2. One kernel: 2 σ² = 2 · 2 / 8.
            double across = Math.exp(-4 / 0.5) * Math.exp(-2 / 1.68);
            assertThat(Jan.discrepancy(source, target, 1).item_float())
                    .isCloseTo((float) (1 + 1 - 2 * across), within(1e-6f));
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Jan.Settings(LambdaSchedule.paper(), 0, 0.2, true))
                .withMessage("kernels must be 1 to 30, got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dan.Settings(LambdaSchedule.paper(), 31, 0.2, true));
    }
}
