package io.github.dann4j.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.adapt.Dann;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS) // the commands below are for a Unix shell
class OutsideProgramTest {
    @Test
    void lastLine_isTheRate() {
        assertThat(rate("echo warming up; echo 123.5 #")).isEqualTo(123.5);
    }

    @Test
    void command_isTold_whatToMeasure() {
        // The arguments that follow the command: the shell compares them.
        assertThat(
                        rate(
                                "check() { [ \"$*\" = '--net svhn --method dann --batch 64 --threads 2 --seconds 0.5' ] && echo 7; }; check"))
                .isEqualTo(7);
    }

    @Test
    void failure_isToldWithItsOutput() {
        assertThatExceptionOfType(BenchmarkException.class)
                .isThrownBy(() -> rate("echo no torch here; exit 3 #"))
                .withMessageContainingAll("exit code 3", "no torch here");
    }

    @Test
    void noNumber_isToldWithWhatWasPrinted() {
        for (String last : new String[] {"fast", "-1", "NaN", "0"}) {
            assertThatExceptionOfType(BenchmarkException.class)
                    .isThrownBy(() -> rate("echo " + last + " #"))
                    .withMessageContainingAll("last line", last);
        }
        assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> rate("true #"));
    }

    @Test
    void emptyCommand_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OutsideProgram(" "));
    }

    private static double rate(String command) {
        return new OutsideProgram(command).imagesPerSecond(BenchmarkNet.SVHN, Dann.TYPE, 64, 2, 0.5);
    }
}
