package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0.986614", "1, 0.999909"})
    void lambda_hasThePapersValues(double p, double lambda) {
        assertThat(LambdaSchedule.paper().at(p)).isCloseTo(lambda, within(1e-6));
    }

    @Test
    void lambda_risesFromExactlyZeroTowardsItsHeight() {
        LambdaSchedule schedule = new LambdaSchedule(10, 0.3);
        assertThat(schedule.at(0)).isZero();
        assertRising(schedule::at);
        assertThat(schedule.at(1)).isBetween(0.2999, 0.3);
    }

    @Test
    void lambda_ofHeightZero_isExactlyZeroThroughout() {
        LambdaSchedule none = new LambdaSchedule(10, 0);
        for (double p = 0; p <= 1; p += 0.125) {
            assertThat(none.at(p)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.01", "0.5, 0.00260847", "1, 0.00165560"})
    void annealedRate_hasThePapersValues(double p, double rate) {
        assertThat(LearningRate.Annealed.paper().at(p)).isCloseTo(rate, within(1e-8));
    }

    @Test
    void annealedRate_falls() {
        assertRising(p -> -LearningRate.Annealed.paper().at(p));
    }

    @Test
    void constantRate_isTheSameThroughout() {
        LearningRate rate = new LearningRate.Constant(0.02);
        assertThat(rate.at(0)).isEqualTo(0.02);
        assertThat(rate.at(1)).isEqualTo(0.02);
    }

    @Test
    void cosineRate_risesLinearlyThenFallsToZero() {
        LearningRate.Cosine rate = new LearningRate.Cosine(0.1, 0.2);
        assertThat(rate.at(0)).isZero();
        assertThat(rate.at(0.1)).isCloseTo(0.05, within(1e-12));
        assertThat(rate.at(0.2)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(0.6)).isCloseTo(0.05, within(1e-12));
        assertThat(rate.at(1)).isCloseTo(0, within(1e-12));
        assertRising(p -> rate.at(0.2 * p));
        assertRising(p -> -rate.at(0.2 + 0.8 * p));
    }

    @Test
    void cosineRateWithoutWarmUp_beginsAtItsPeak() {
        assertThat(new LearningRate.Cosine(0.1, 0).at(0)).isEqualTo(0.1);
    }

    /**
     * For a batch four times as large: the paper's rate times 1, 2.5, 4 and 4 at the start, in, at the end of and long
     * after the rise.
     */
    @ParameterizedTest
    @CsvSource({"0, 0.01", "0.125, 0.0136083", "0.25, 0.0156318", "1, 0.00662240"})
    void raisedRate_isItsScheduleTimesTheFactor_reachedLinearly(double p, double rate) {
        LearningRate raised = new LearningRate.Raised(LearningRate.Annealed.paper(), 4, 0.25);
        assertThat(raised.at(p)).isCloseTo(rate, within(1e-7));
    }

    private static void assertRising(DoubleUnaryOperator function) {
        double last = function.applyAsDouble(0);
        for (int i = 1; i <= 100; i++) {
            double value = function.applyAsDouble(i / 100.0);
            assertThat(value).isGreaterThan(last);
            last = value;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void rateOrSteepness_thatIsNotPositiveAndFinite_isRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRate.Constant(value))
                .withMessage("learning rate must be positive and finite, got " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LambdaSchedule(value, 1))
                .withMessage("gamma must be positive and finite, got " + value);
    }

    @Test
    void everyScheduleAndOptimizer_refusesARateOrDecayThatIsNone() {
        LearningRate base = LearningRate.Annealed.paper();
        for (Runnable made : List.<Runnable>of(
                () -> new LearningRate.Annealed(0, 10, 0.75),
                () -> new LearningRate.Cosine(0, 0),
                () -> new LearningRate.Raised(base, 0, 0))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(made::run)
                    .withMessage("learning rate must be positive and finite, got 0.0");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OptimizerSettings.Adam(0.9, 0.999, -1))
                .withMessage("weight decay must be at least 0 and finite, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRate.Raised(base, 2, 1))
                .withMessage("warmup must be in [0, 1), got 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OptimizerSettings.Adam(1, 0.999, 0))
                .withMessage("betas must be in [0, 1), got 1.0 and 0.999");
    }

    /** 0 is a valid value: no annealing, no rise, no momentum. */
    @Test
    void zero_isAllowedWhereItMeansNone() {
        assertThat(new LearningRate.Annealed(0.01, 0, 0).at(1)).isEqualTo(0.01);
        assertThat(new LearningRate.Raised(new LearningRate.Constant(0.01), 4, 0).at(0))
                .isEqualTo(0.04);
        assertThat(new OptimizerSettings.Sgd(0, 0).momentum()).isZero();
        assertThat(new OptimizerSettings.Adam(0, 0, 0).beta1()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void heightOrDecay_belowZeroOrInfinite_isRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LambdaSchedule(10, value))
                .withMessage("lambda must be at least 0 and finite, got " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OptimizerSettings.Sgd(0.9, value))
                .withMessage("weight decay must be at least 0 and finite, got " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRate.Annealed(0.01, value, 0.75))
                .withMessage("alpha and beta must be at least 0 and finite, got %s and 0.75".formatted(value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void shareOutsideOfItsRange_isRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRate.Cosine(0.1, value))
                .withMessage("warmup must be in [0, 1), got " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OptimizerSettings.Sgd(value, 0))
                .withMessage("momentum must be in [0, 1), got " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OptimizerSettings.Adam(0.9, value, 0))
                .withMessage("betas must be in [0, 1), got 0.9 and " + value);
    }

    @Test
    void settings_withoutStepsOrWithBatchesOfOne_areRefused() {
        LearningRate rate = LearningRate.Annealed.paper();
        OptimizerSettings sgd = new OptimizerSettings.Sgd(0.9, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSettings(0, 64, rate, sgd, Precision.FP32))
                .withMessage("steps must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingSettings(1, 1, rate, sgd, Precision.FP32))
                .withMessage("batch size must be at least 2 (batch statistics need two images), got 1");
    }
}
