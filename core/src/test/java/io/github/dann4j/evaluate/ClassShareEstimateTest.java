package io.github.dann4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassShareEstimateTest {
    private static final double[] SOURCE = {0.5, 0.3, 0.2};
    private static final double[] PREDICTED = {0.2, 0.4, 0.4};

    @ParameterizedTest
    @ValueSource(doubles = {0.85, 0.9, 1})
    void muchAgreement_takesWhatWasPredicted(double agreement) {
        assertShares(ClassShareEstimate.of(agreement, PREDICTED, SOURCE), 0.2, 0.4, 0.4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.7})
    void littleAgreement_keepsTheSources(double agreement) {
        assertShares(ClassShareEstimate.of(agreement, PREDICTED, SOURCE), SOURCE);
    }

    @Test
    void inBetween_mixesBoth() {
        assertShares(ClassShareEstimate.of(0.775, PREDICTED, SOURCE), 0.35, 0.35, 0.3);
    }

    @Test
    void laterPredictions_areTrustedAsMuchAsTheFirst() {
        ClassShareEstimate later =
                ClassShareEstimate.of(0.775, PREDICTED, SOURCE).next(new double[] {0.3, 0.3, 0.4}, SOURCE);
        assertShares(later, 0.4, 0.3, 0.3);
        assertThat(later.agreement()).isEqualTo(0.775);
    }

    @Test
    void aClassThatIsNeverPredicted_isStillDrawn() {
        ClassShareEstimate estimate = ClassShareEstimate.of(1, new double[] {1, 0, 0}, SOURCE);
        double sum = 1 + 0.3 / 5 + 0.2 / 5;
        assertShares(estimate, 1 / sum, 0.06 / sum, 0.04 / sum);
    }

    @Test
    void aRareClass_isDrawnAtMostFiveTimesAsOften() {
        double[] shares = ClassShareEstimate.of(1, new double[] {0.5, 0.5}, new double[] {0.02, 0.98})
                .shares();
        assertThat(shares[0]).isCloseTo(0.1 / 0.6, within(1e-12));
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
    }

    private static void assertShares(ClassShareEstimate estimate, double... expected) {
        assertThat(estimate.shares()).containsExactly(expected, within(1e-12));
    }
}
