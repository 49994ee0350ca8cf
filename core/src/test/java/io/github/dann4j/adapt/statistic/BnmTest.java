package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.toy.FiniteDifferences;
import org.junit.jupiter.api.Test;

class BnmTest {
    private static final long[] SHAPE = {4, 2};

    /**
     * Four certain predictions: two of each class have the singular values √2 and √2, all of one class √4 and 0. Four
     * uniform ones have √(4 / 2) and 0.
     */
    @Test
    void theNorm_isLargest_ifPredictionsAreCertainAndClassesEquallyFrequent() {
        assertThat(loss(99, 0, 99, 0, 0, 99, 0, 99)).isCloseTo(-2 * Math.sqrt(2) / 4, within(1e-9));
        assertThat(loss(99, 0, 99, 0, 99, 0, 99, 0)).isCloseTo(-2.0 / 4, within(1e-9));
        assertThat(loss(0, 0, 0, 0, 0, 0, 0, 0)).isCloseTo(-Math.sqrt(2) / 4, within(1e-9));
    }

    private static double loss(double... logits) {
        return FiniteDifferences.value(logits, SHAPE, Bnm::loss);
    }

    @Test
    void gradient_isThatOfTheNorm() {
        FiniteDifferences.check(new double[] {1, 0, -1, 0.5, 2, 2, 0, 3}, SHAPE, Bnm::loss);
    }
}
