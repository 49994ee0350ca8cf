package io.github.dann4j.validate.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.validate.Cases;
import io.github.dann4j.validate.Validators;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final double[] ACCURACIES = {0.5, 0.6, 0.7, 0.65, 0.4};

    /** Ranks 1, 3.5, 3.5, 5, 2 and 2, 3, 5, 4, 1; their Pearson correlation by numpy. */
    @Test
    void correlation_isThatOfRanks_andEqualValuesShareTheirs() {
        Choice choice = Choice.of("any", true, new double[] {0.1, 0.4, 0.4, 0.9, 0.2}, ACCURACIES);
        assertThat(choice.correlation()).isCloseTo(0.7181848464596079, within(1e-12));
        assertThat(choice.best()).isEqualTo(3);
        assertThat(choice.regret()).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void smallerIsBetter_turnsTheCorrelationAround() {
        double[] values = {5, 4, 1, 2, 9};
        Choice smaller = Choice.of("any", false, values, ACCURACIES);
        Choice larger = Choice.of("any", true, values, ACCURACIES);

        assertThat(smaller.correlation()).isCloseTo(1, within(1e-12));
        assertThat(smaller.best()).isEqualTo(2);
        assertThat(smaller.regret()).isZero();
        assertThat(larger.correlation()).isCloseTo(-1, within(1e-12));
        assertThat(larger.best()).isEqualTo(4);
        assertThat(larger.regret()).isCloseTo(0.3, within(1e-12));
        assertThat(larger.values()).containsExactly(5.0, 4.0, 1.0, 2.0, 9.0);
    }

    @Test
    void twoModels_haveNoCorrelation_andEqualOnesNeither() {
        assertThat(Choice.of("any", true, new double[] {1, 2}, new double[] {0.1, 0.2})
                        .correlation())
                .isNull();
        assertThat(Choice.of("any", true, new double[] {1, 1, 1}, new double[] {0.1, 0.2, 0.3})
                        .correlation())
                .isNull();
        assertThat(Choice.of("any", true, new double[] {1, 2, 3}, new double[] {0.1, 0.1, 0.1})
                        .correlation())
                .isNull();
    }

    @Test
    void withoutAccuracies_thereIsAChoiceAlone() {
        Choice choice = Choice.of(Validators.named("source-acc"), List.of(Cases.random(), Cases.perfect()), null);
        assertThat(choice.best()).isEqualTo(1);
        assertThat(choice.correlation()).isNull();
        assertThat(choice.regret()).isNull();
    }

    @Test
    void wrongNumbers_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Choice.of("any", true, new double[0], null))
                .withMessageContaining("at least one model");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Choice.of("any", true, new double[] {1}, new double[2]))
                .withMessageContaining("got 1 values and 2 accuracies");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Choice("any", List.of(1.0), 1, null, null))
                .withMessageContaining("got number 1");
    }
}
