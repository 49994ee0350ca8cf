package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.toy.FiniteDifferences;
import io.github.dann4j.train.LambdaSchedule;
import org.junit.jupiter.api.Test;

class AfnTest {
    /** f = (3, 4) has the norm 5: the gradient is −2 · 0.3 · (0.6, 0.8); one of norm 0 has none. */
    @Test
    void everyFeatureVector_isPushedOutwards_withAConstantForce() {
        double[] features = {3, 4, 0.03, 0.04, 0, 0};
        double[] gradient = FiniteDifferences.gradient(features, new long[] {3, 2}, f -> Afn.growth(f, 0.3));
        assertThat(gradient).containsExactly(new double[] {-0.12, -0.16, -0.12, -0.16, 0, 0}, within(1e-9));
        assertThat(FiniteDifferences.value(features, new long[] {3, 2}, f -> Afn.growth(f, 0.3)))
                .isCloseTo(0.09, within(1e-9));
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Afn.Settings(LambdaSchedule.paper(), 0, 0, 0.2))
                .withMessageStartingWith("step must be positive and entropy at least 0");
    }
}
