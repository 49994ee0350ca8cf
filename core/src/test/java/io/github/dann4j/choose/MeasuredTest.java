package io.github.dann4j.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeasuredTest {
    /** The values of exact sums of fractions, by measured-interval.py beside the fixtures. */
    @Test
    void interval_isThatOfClopperAndPearson() {
        check(83, 100, 0.741825, 0.897735);
        check(1, 10, 0.002529, 0.445016);
        check(0, 20, 0, 0.168433);
        check(20, 20, 0.831567, 1);
        check(950, 1000, 0.934610, 0.962665);
    }

    private static void check(int right, int of, double low, double high) {
        Measured measured = Measured.of(right, of);
        assertThat(measured.mean()).isEqualTo((double) right / of);
        assertThat(measured.low()).isCloseTo(low, within(1e-6));
        assertThat(measured.high()).isCloseTo(high, within(1e-6));
    }

    @Test
    void impossibleCounts_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Measured.of(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Measured.of(5, 4)).withMessageContaining("5 of 4");
    }
}
