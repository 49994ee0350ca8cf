package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescentTest {
    private static final double FREE = Double.POSITIVE_INFINITY;

    /** As in openTSNE 1.0: 250 iterations of early exaggeration, 500 more, movements of at most 5. */
    @Test
    void defaults_areTheUsualOnes() {
        assertThat(Descent.defaults())
                .isEqualTo(new Descent(
                        List.of(new Descent.Stage(250, 12, 0.8), new Descent.Stage(500, 1, 0.8)),
                        OptionalDouble.empty(),
                        5,
                        FREE,
                        0.01));
        assertThat(Descent.defaults().iterations()).isEqualTo(750);
        assertThat(Descent.ofNewPoints())
                .isEqualTo(new Descent(
                        List.of(new Descent.Stage(250, 1.5, 0.8)), OptionalDouble.of(0.1), FREE, 0.25, 0.01));
    }

    @Test
    void aChange_leavesTheRest() {
        Descent base = Descent.ofNewPoints();
        Descent.Stage stage = new Descent.Stage(3, 2, 0.1);

        assertThat(base.withStages(stage))
                .isEqualTo(new Descent(
                        List.of(stage),
                        base.learningRate(),
                        base.maxStepNorm(),
                        base.maxGradientNorm(),
                        base.minGain()));
        assertThat(base.withLearningRate(7))
                .isEqualTo(new Descent(
                        base.stages(),
                        OptionalDouble.of(7),
                        base.maxStepNorm(),
                        base.maxGradientNorm(),
                        base.minGain()));
        assertThat(base.withMaxStepNorm(7))
                .isEqualTo(new Descent(base.stages(), base.learningRate(), 7, base.maxGradientNorm(), base.minGain()));
    }

    @ParameterizedTest
    @CsvSource({"0, 1e-9, 0", "1, 1, 0.999"})
    void theEndsOfTheRangesOfAStage_areAllowed(int iterations, double exaggeration, double momentum) {
        assertThatCode(() -> new Descent.Stage(iterations, exaggeration, momentum))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 0.8, 'iterations must be 0 or more, got -1'",
        "1, 0, 0.8, 'exaggeration must be positive, got 0.0'",
        "1, Infinity, 0.8, 'exaggeration must be positive, got Infinity'",
        "1, 1, 1, 'momentum must be at least 0 and below 1, got 1.0'",
        "1, 1, -0.1, 'momentum must be at least 0 and below 1, got -0.1'"
    })
    void aStageOutOfRange_isRefused(int iterations, double exaggeration, double momentum, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Descent.Stage(iterations, exaggeration, momentum))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, 5, 0.01, 'learning rate must be positive, got 0.0'",
        "Infinity, 5, 5, 0.01, 'learning rate must be positive, got Infinity'",
        "1, 0, 5, 0.01, 'maxStepNorm must be positive or +infinity, got 0.0'",
        "1, 5, NaN, 0.01, 'maxGradientNorm must be positive or +infinity, got NaN'",
        "1, 5, 5, 0, 'minGain must be above 0 and at most 1, got 0.0'",
        "1, 5, 5, 1.01, 'minGain must be above 0 and at most 1, got 1.01'"
    })
    void aDescentOutOfRange_isRefused(double rate, double step, double gradient, double gain, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Descent(List.of(), OptionalDouble.of(rate), step, gradient, gain))
                .withMessage(message);
    }

    @Test
    void theEndsOfTheRangesOfADescent_areAllowed() {
        assertThatCode(() -> new Descent(List.of(), OptionalDouble.empty(), FREE, FREE, 1))
                .doesNotThrowAnyException();
    }
}
