package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.toy.FiniteDifferences;
import io.github.dann4j.train.LambdaSchedule;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class AssociativeTest {
    private static final double[] TARGET = {0.5, -1, 1, 2, -0.3, 0.4};

    /** Source images on two axes; if the target's lie on the same axes, the walker returns to its class. */
    @Test
    void walker_returnsToItsClass_ifTheTargetHasTheSameClusters() {
        double far = 20;
        double[] same = {far, 0, far, 0, 0, far, 0, far};
        assertThat(loss(same, new double[] {far, 0, 0, far}, 0))
                .isCloseTo(Math.log(2), within(1e-6)); // either image of the class
        // All target images lie on the first axis: from them the walker always returns to class 0.
        assertThat(loss(same, new double[] {far, 0, far, 0}, 0)).isGreaterThan(5);
    }

    /** Two of four target images are visited: −ln(1/2) for these, −ln(1e-8) for the others. */
    @Test
    void visits_shouldBeEquallyFrequent() {
        double far = 20;
        double[] source = {far, 0, far, 0, 0, far, 0, far};
        double[] both = {far, 0, 0, far, 0, far, far, 0};
        double even = loss(source, both, 1) - loss(source, both, 0);
        assertThat(even).isCloseTo(Math.log(4), within(1e-5));
        double[] left = {far, 0, 0, far, -far, -far, -far, -far};
        double uneven = loss(source, left, 1) - loss(source, left, 0);
        assertThat(uneven).isCloseTo((2 * Math.log(2) - 2 * Math.log(1e-8)) / 4, within(1e-3));
    }

    private static double loss(double[] source, double[] target, double visit) {
        try (PointerScope scope = new PointerScope()) {
            return Associative.loss(
                            Tensors.ofDoubles(source, 4, 2),
                            Tensors.ofDoubles(target, target.length / 2, 2),
                            Tensors.ofLongs(new long[] {0, 0, 1, 1}, 4),
                            visit)
                    .item_double();
        }
    }

    @Test
    void gradients_reachBothDomains() {
        double[] source = {1, 0, 0.5, 0.2, -1, 1, 0, 2};
        FiniteDifferences.check(
                TARGET,
                new long[] {3, 2},
                b -> Associative.loss(
                        Tensors.ofDoubles(source, 4, 2), b, Tensors.ofLongs(new long[] {0, 0, 1, 1}, 4), 0.3));
        FiniteDifferences.check(
                source,
                new long[] {4, 2},
                a -> Associative.loss(
                        a, Tensors.ofDoubles(TARGET, 3, 2), Tensors.ofLongs(new long[] {0, 0, 1, 1}, 4), 0.3));
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Associative.Settings(LambdaSchedule.paper(), -0.1, 0.2))
                .withMessage("visit must be at least 0 and finite, got -0.1");
        assertThat(Associative.TYPE.needs().balancedSource()).isTrue();
    }
}
