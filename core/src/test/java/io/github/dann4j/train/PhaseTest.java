package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhaseTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "49, 0.98", "50, 0", "100, 0.333333333333333333", "199, 0.993333333333333333"})
    void progress_beginsAnewWithEveryPhase(int step, double progress) {
        Phase phase = step < 50 ? new Phase(0, 50) : new Phase(50, 200);
        assertThat(new StepContext(step, 200, 0, phase).progress()).isEqualTo(progress);
    }

    @Test
    void parts_followOneAnotherWithoutGap() {
        Phase phase = new Phase(10, 33);
        assertThat(IntStream.rangeClosed(0, 5).map(part -> phase.at(part, 5))).containsExactly(10, 14, 19, 23, 28, 33);
    }

    @Test
    void aRunOfOnePhase_isTheWholeRun() {
        assertThat(new StepContext(5, 20, 0).progress()).isEqualTo(0.25);
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "5, 4"})
    void phasesThatEndBeforeTheyBegin_areRefused(int from, int to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Phase(from, to))
                .withMessageContaining(from + " to " + to);
    }
}
