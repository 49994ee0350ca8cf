package io.github.dann4j.adapt.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.toy.FiniteDifferences;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import org.junit.jupiter.api.Test;

class BspTest extends TwoDomains {
    BspTest() {
        super(AdversaryRun.CLASSES);
    }

    /** The singular values of a diagonal matrix are its entries. */
    @Test
    void penalty_isOfTheLargestSingularValues() {
        double[] diagonal = {3, 0, 0, 0, 5, 0, 0, 0, 4};
        long[] shape = {3, 3};
        assertThat(FiniteDifferences.value(diagonal, shape, f -> Bsp.penalty(f, 1)))
                .isCloseTo(25, within(1e-9));
        assertThat(FiniteDifferences.value(diagonal, shape, f -> Bsp.penalty(f, 2)))
                .isCloseTo(41, within(1e-9));
        assertThat(FiniteDifferences.value(diagonal, shape, f -> Bsp.penalty(f, 9)))
                .isCloseTo(50, within(1e-9));
        double[] gradient = FiniteDifferences.gradient(diagonal, shape, f -> Bsp.penalty(f, 1));
        assertThat(gradient).containsExactly(new double[] {0, 0, 0, 0, 10, 0, 0, 0, 0}, within(1e-9));
        FiniteDifferences.check(new double[] {1, 2, 0, -1, 0.5, 3}, new long[] {3, 2}, f -> Bsp.penalty(f, 1));
    }

    @Test
    void withoutLambdaAndWeight_itIsTrainingOnTheSource() {
        assertThat(AdversaryRun.classifier(Bsp.TYPE, settings(0, 0), source, target))
                .isEqualTo(AdversaryRun.sourceOnly(source, target));
    }

    /** The penalty reaches the features alone, in proportion to its weight. */
    @Test
    void thePenalty_shrinksTheFeatures() {
        var none = AdversaryRun.after(Bsp.TYPE, settings(1, 0), source, target);
        var one = AdversaryRun.after(Bsp.TYPE, settings(1, 1e-4), source, target);
        var two = AdversaryRun.after(Bsp.TYPE, settings(1, 2e-4), source, target);
        for (String name : none.keySet()) {
            for (int i = 0; i < none.get(name).size(); i++) {
                double first = one.get(name).get(i) - none.get(name).get(i);
                double second = two.get(name).get(i) - none.get(name).get(i);
                assertThat(second).as(name).isCloseTo(2 * first, within(1e-6));
                if (!name.startsWith("features")) {
                    assertThat(first).as(name).isZero();
                }
            }
        }
        assertThat(one.get("features.1.weight")).isNotEqualTo(none.get("features.1.weight"));
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bsp.Settings(LambdaSchedule.paper(), 1, 0, 0, false))
                .withMessageContaining("values at least 1");
    }

    private static Bsp.Settings settings(double lambda, double weight) {
        return new Bsp.Settings(new LambdaSchedule(10, lambda), weight, 1, 0, false);
    }
}
