package io.github.dann4j.labelshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShareEstimatorsTest {
    private static final ShiftSample SAMPLE = Confusions.sample();

    static List<ShareEstimator> all() {
        return ShareEstimators.all();
    }

    private static void assertShares(ShareEstimator estimator, double[] expected, double error) {
        assertThat(estimator.shares(SAMPLE)).as(estimator.name()).containsExactly(expected, within(error));
    }

    @Test
    void counts_areThePredictions_mistakesIncluded() {
        assertShares(new ClassifyAndCount(), Confusions.COUNTS, 1e-12);
    }

    /** The mistakes are those of the source, so the equations have the true shares as their solution. */
    @Test
    void blackBox_findsTheTrueShares() {
        assertShares(new BlackBox(false), Confusions.TARGET, 1e-12);
        assertShares(new BlackBox(true), Confusions.TARGET, 1e-12);
    }

    @Test
    void maximumLikelihood_findsTheTrueShares() {
        assertShares(new ExpectationMaximization(null), Confusions.TARGET, 1e-3);
    }

    /** The values come from a general minimiser: label-shift.py. */
    @Test
    void regularized_liesBetweenTheTrueSharesAndThoseOfTheSource() {
        assertShares(new RegularizedLearning(0), Confusions.TARGET, 1e-9);
        assertShares(new RegularizedLearning(0.01), Confusions.TARGET, 1e-6);
        assertShares(new RegularizedLearning(0.22), new double[] {0.566738167, 0.29479782, 0.138464012}, 1e-6);
        assertShares(new RegularizedLearning(1), new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, 1e-12);
    }

    private static ShiftSample oneClass() {
        double[][] rows = {{9, 0, 0}, {9, 0, 0}, {9, 0, 0}, {9, 0, 0}};
        return new ShiftSample(rows, new int[] {0, 0, 1, 2}, rows);
    }

    @Test
    void aModelThatPredictsOneClass_determinesNothing() {
        assertThat(new BlackBox(false).shares(oneClass())).isNull();
        assertThat(new BlackBox(true).shares(oneClass())).isNull();
        assertThat(new ClassifyAndCount().shares(oneClass())).containsExactly(1, 0, 0);
        assertThat(new RegularizedLearning(0.01).shares(oneClass())).containsExactly(0.5, 0.25, 0.25);
        assertThat(new ExpectationMaximization(null).shares(oneClass()))
                .containsExactly(new double[] {0.5, 0.25, 0.25}, within(1e-3));
        assertThat(Confusion.hard(oneClass()).separation()).isZero();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shares_areSharesOfOne_andAClassWithoutSourceExamplesIsPossible(ShareEstimator estimator) {
        double[][] source = {{2, 0, 0}, {0, 2, 0}, {1, 0, 0}};
        ShiftSample sample = new ShiftSample(source, new int[] {0, 1, 0}, new double[][] {{0, 0, 1}, {1, 0, 0}});
        double[] shares = estimator.shares(sample);
        if (shares != null) {
            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
            assertThat(Arrays.stream(shares).boxed()).hasSize(3).allMatch(share -> share >= 0 && share <= 1);
        }
    }

    /** The standard deviation of a share of n draws is √(p (1 − p) / n). */
    @Test
    void standardErrors_areThoseOfTheSample() {
        ShareEstimate estimate = ShareEstimate.of(new ClassifyAndCount(), SAMPLE, 2000, 5);

        assertThat(estimate.shares()).containsExactly(Confusions.COUNTS, within(1e-12));
        double[] errors = Objects.requireNonNull(estimate.errors());
        for (int k = 0; k < 3; k++) {
            double p = Confusions.COUNTS[k];
            assertThat(errors[k]).isCloseTo(Math.sqrt(p * (1 - p) / 100), within(0.002));
        }
        assertThat(ShareEstimate.of(new ClassifyAndCount(), SAMPLE, 2000, 5).errors())
                .isEqualTo(errors);
        assertThat(ShareEstimate.of(new BlackBox(false), oneClass(), 10, 5).shares())
                .isNull();
    }

    /** Fitting to the source once changes no estimate. */
    @ParameterizedTest
    @MethodSource("all")
    void fittedEstimator_givesTheSameShares(ShareEstimator estimator) {
        assertThat(estimator.fittedTo(SAMPLE).shares(SAMPLE)).isEqualTo(estimator.shares(SAMPLE));
    }

    /** Logits that are too large by a factor of 3 and shifted for one class. */
    @Test
    void calibration_findsTemperatureAndBias() {
        double[][] wrong = SAMPLE.sourceLogits();
        for (double[] row : wrong) {
            for (int k = 0; k < row.length; k++) {
                row[k] = 3 * (row[k] + (k == 1 ? 0.7 : 0));
            }
        }
        Calibration calibration = Calibration.fit(wrong, SAMPLE.sourceLabels());

        assertThat(calibration.inverse()).isCloseTo(1 / 3.0, within(1e-3));
        assertThat(calibration.bias()[1] - calibration.bias()[0]).isCloseTo(-0.7, within(1e-3));
        assertThat(calibration.bias()[2] - calibration.bias()[0]).isCloseTo(0, within(1e-3));
    }

    @Test
    void samplesThatDoNotFit_areRefused() {
        double[][] rows = {{1, 2}, {3, 4}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSample(rows, new int[] {0}, rows))
                .withMessage("every source example needs one label, got 1 labels for 2 examples");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSample(rows, new int[] {0, 2}, rows))
                .withMessage("a source label must be from 0 to 1, got 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSample(rows, new int[] {0, 1}, new double[][] {{1, 2, 3}}))
                .withMessage("target logits need 2 columns, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSample(rows, new int[] {0, 1}, new double[][] {{1, Double.NaN}}))
                .withMessage("target logits must be finite, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftSample(rows, new int[] {0, 1}, new double[0][]))
                .withMessage("target logits need at least one row, got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareEstimate.of(new ClassifyAndCount(), SAMPLE, 1, 0))
                .withMessageContaining("at least 2 repetitions");
    }
}
