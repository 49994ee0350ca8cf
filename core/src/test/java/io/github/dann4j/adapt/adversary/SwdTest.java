package io.github.dann4j.adapt.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.toy.FiniteDifferences;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class SwdTest {
    private static final double[] FIRST = {0.9, 0.1, 0.2, 0.8, 0.6, 0.4};
    private static final double[] SECOND = {0.1, 0.9, 0.5, 0.5, 0.75, 0.25};
    private static final long[] SHAPE = {3, 2};

    /**
     * On the first axis the sorted values are 0.2, 0.6, 0.9 and 0.1, 0.5, 0.75: the mean square of 0.1, 0.1, 0.15. On
     * the second, which is one minus the first, it is the same.
     */
    @Test
    void distance_isThatOfSortedProjections() {
        double expected = (0.01 + 0.01 + 0.0225) / 3;
        Tensor axes = Tensors.ofDoubles(new double[] {3, 0, 0, -0.5}, 2, 2); // their length does not matter
        assertThat(FiniteDifferences.value(FIRST, SHAPE, a -> Swd.distance(a, Tensors.ofDoubles(SECOND, SHAPE), axes)))
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void gradient_flowsThroughTheSortedValues() {
        Tensor directions = Tensors.ofDoubles(new double[] {1, 0.3, -1, 2}, 2, 2);
        FiniteDifferences.check(FIRST, SHAPE, a -> Swd.distance(a, Tensors.ofDoubles(SECOND, SHAPE), directions));
    }

    /** It compares clouds, not images: in another order the same predictions have the distance 0. */
    @Test
    void orderOfTheBatch_doesNotMatter() {
        try (PointerScope scope = new PointerScope()) {
            Seeds.seedEngine(3);
            Tensor a = Tensors.ofFloats(new float[] {0.9f, 0.1f, 0.2f, 0.8f}, 2, 2);
            Tensor b = Tensors.ofFloats(new float[] {0.2f, 0.8f, 0.9f, 0.1f}, 2, 2);
            assertThat(Swd.distance(a, b, 16).item_float()).isCloseTo(0, within(1e-12f));
            assertThat(Swd.distance(a, a.flip(1), 16).item_float()).isNotNegative();
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Swd.Settings(4, 1, 0))
                .withMessage("directions must be at least 1, got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Swd.Settings(0, 1, 1));
    }
}
