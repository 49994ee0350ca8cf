package io.github.dann4j.validate.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalTest {
    /** By the error function of Python's math. */
    @Test
    void probabilities_andQuantiles_areKnown() {
        assertThat(Normal.below(1)).isCloseTo(0.8413447460685429, within(1e-14));
        assertThat(Normal.below(-2.5)).isCloseTo(0.006209665325776139, within(1e-14));
        assertThat(Normal.below(-9)).isZero();
        assertThat(Normal.below(9)).isEqualTo(1);
        assertThat(Normal.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-12));
        assertThat(Normal.quantile(0.5)).isCloseTo(0, within(1e-12));
    }
}
