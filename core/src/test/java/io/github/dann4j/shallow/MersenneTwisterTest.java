package io.github.dann4j.shallow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The expected values are those of NumPy's RandomState. */
class MersenneTwisterTest {
    @Test
    void uniform_below_areNumpys() {
        MersenneTwister random = new MersenneTwister(12342);

        assertThat(new double[] {random.uniform(), random.uniform(), random.uniform()})
                .containsExactly(0.6828176778307309, 0.3480647332279644, 0.8318921251274477);
        assertThat(new int[] {
                    random.below(2000), random.below(2000), random.below(2000), random.below(2000), random.below(2000)
                })
                .containsExactly(479, 1009, 1522, 1702, 1300);
    }

    @Test
    void order_gaussian_areNumpys() {
        MersenneTwister random = new MersenneTwister(1);

        assertThat(random.order(10)).containsExactly(2, 9, 6, 4, 0, 3, 1, 7, 8, 5);
        assertThat(new double[] {0.05 * random.gaussian(), 0.05 * random.gaussian(), 0.05 * random.gaussian()})
                .containsExactly(
                        new double[] {0.07913761504128386, -0.05225734151574623, 0.012879675775353143}, within(1e-16));
    }
}
