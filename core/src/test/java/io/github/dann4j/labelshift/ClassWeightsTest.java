package io.github.dann4j.labelshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    /** The target's shares over the source's thirds. */
    @Test
    void weights_areTheRatiosOfTheShares() {
        assertThat(ClassWeights.of(Confusions.exact())).containsExactly(new double[] {1.8, 0.9, 0.3}, within(1e-6));
    }

    /** A target that no mixture of the classes explains: the values come from a general minimiser, label-shift.py. */
    @Test
    void weights_areNotNegative_andKeepTheMean() {
        Confusion confusion = new Confusion(Confusions.exact().joint(), new double[] {0.95, 0.03, 0.02});

        assertThat(ClassWeights.of(confusion)).containsExactly(new double[] {3, 0, 0}, within(1e-6));

        Confusion uneven = new Confusion(
                new double[][] {{0.4, 0.02, 0.01}, {0.05, 0.2, 0.05}, {0.05, 0.08, 0.14}},
                new double[] {0.3, 0.6, 0.1});
        assertThat(ClassWeights.of(uneven)).containsExactly(new double[] {0.53383459, 2.443609017, 0}, within(1e-6));
    }

    @Test
    void aClassWithoutSourceImages_keepsItsWeight() {
        Confusion confusion =
                new Confusion(new double[][] {{0.5, 0, 0}, {0, 0.5, 0}, {0, 0, 0}}, new double[] {0.25, 0.75, 0});
        assertThat(ClassWeights.of(confusion)).containsExactly(new double[] {0.5, 1.5, 1}, within(1e-9));
    }

    @Test
    void projection_isTheNearestAllowedPoint() {
        double[] p = {0.5, 0.3, 0.2};
        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            double[] v = random.doubles(3, -2, 4).toArray();
            double[] nearest = ClassWeights.projected(v, p);
            assertThat(LinearSystem.dot(nearest, p)).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(nearest).boxed()).allMatch(weight -> weight >= 0);
            for (int n = 0; n < 200; n++) {
                double[] other = random.doubles(3).toArray();
                double sum = LinearSystem.dot(other, p);
                double square = 0;
                double own = 0;
                for (int y = 0; y < 3; y++) {
                    square += Math.pow(other[y] / sum - v[y], 2);
                    own += Math.pow(nearest[y] - v[y], 2);
                }
                assertThat(own).isLessThanOrEqualTo(square + 1e-12);
            }
        }
    }

    /** The value comes from a singular value decomposition, label-shift.py. */
    @Test
    void separation_isTheSmallestSingularValueOfThePredictionsGivenTheClass() {
        assertThat(Confusions.exact().separation()).isCloseTo(0.5, within(1e-9));
        assertThat(new Confusion(new double[][] {{0.9, 0}, {0, 0.1}}, new double[] {0.5, 0.5}).separation())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void confusionsThatAreNone_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Confusion(new double[][] {{1, 0}}, new double[] {1}))
                .withMessageContaining("square matrix");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Confusion(new double[][] {{Double.NaN}}, new double[] {1}))
                .withMessageContaining("finite and at least 0");
    }
}
