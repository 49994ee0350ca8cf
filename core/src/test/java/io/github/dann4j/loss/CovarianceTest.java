package io.github.dann4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.toy.FiniteDifferences;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class CovarianceTest {
    private static final long[] SHAPE = {3, 2};
    private static final double[] ROWS = {0.3, -1.2, 2.0, 0.7, -0.4, 0.1};

    /** Two rows at ±1 on the first axis, two at ±1 on the second: variances 2, 0 and 0, 2. (4 + 4) / (4 · 2²) = 1/2. */
    @Test
    void distance_isThatOfThePaper() {
        try (PointerScope scope = new PointerScope()) {
            Tensor a = Tensors.ofFloats(new float[] {6, 5, 4, 5}, 2, 2);
            Tensor b = Tensors.ofFloats(new float[] {0, 1, 0, -1}, 2, 2);
            assertThat(Tensors.floats(Covariance.of(a))).containsExactly(2, 0, 0, 0);
            assertThat(Covariance.distance(a, b).item_float()).isCloseTo(0.5f, within(1e-6f));
            assertThat(Covariance.distance(a, a).item_float()).isZero();
        }
    }

    @Test
    void gradient_isThatOfTheDistance() {
        FiniteDifferences.check(
                ROWS,
                SHAPE,
                rows -> Covariance.distance(rows, Tensors.ofDoubles(new double[] {1, 2, 0, 1, 3, -1, 0, 0}, 4, 2)));
    }
}
