package io.github.dann4j.shallow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.shallow.PoissonBinomial.Duel;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoissonBinomialTest {
    @Test
    void duel_isTheTailOfTheBetaDistribution() {
        assertThat(new Duel(0, 0).firstIsBetter()).isEqualTo(0.5, within(1e-15));
        assertThat(new Duel(1, 0).firstIsBetter()).isEqualTo(0.75, within(1e-15)); // density 2x
        assertThat(new Duel(3, 1).firstIsBetter()).isEqualTo(26.0 / 32, within(1e-14));
        assertThat(new Duel(300, 200).firstIsBetter()).isBetween(0.999, 1.0);
        assertThat(new Duel(200, 300).firstIsBetter() + new Duel(300, 200).firstIsBetter())
                .isEqualTo(1, within(1e-10));
    }

    @Test
    void test_countsWinsOnMoreThanHalf_andHalfOfDraws() {
        Duel won = new Duel(1, 0); // 0.75
        assertThat(PoissonBinomial.firstIsBetter(List.of(won))).isEqualTo(0.75, within(1e-15));
        assertThat(PoissonBinomial.firstIsBetter(List.of(won, won)))
                .isEqualTo(0.75 * 0.75 + 0.75 * 0.25, within(1e-15));
        assertThat(PoissonBinomial.firstIsBetter(List.of(won, new Duel(0, 1)))).isEqualTo(0.5, within(1e-15));
    }

    @Test
    void duel_countsPredictions() {
        assertThat(Duel.of(new int[] {0, 1, 1, 0}, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}))
                .isEqualTo(new Duel(1, 1));
    }
}
