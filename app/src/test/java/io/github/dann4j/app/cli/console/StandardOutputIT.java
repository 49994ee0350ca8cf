package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.app.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests failures of standard output in a real process, as the system reports them. */
class StandardOutputIT {
    @BeforeEach
    void needsDevFull() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "/dev/full is Linux");
    }

    @Test
    void aFullDisk_isExitCode1() throws IOException, InterruptedException {
        assertThat(shell("\"$@\" > /dev/full", "data", "list"))
                .isEqualTo(
                        "1: dann4j: standard output cannot be written: No space left on device; the output is incomplete");
    }

    @Test
    void closedOutput_isExitCode1() throws IOException, InterruptedException {
        assertThat(shell("\"$@\" >&-", "data", "list")).startsWith("1: dann4j: standard output cannot be written: ");
        assertThat(shell("\"$@\" >&-", "runs", ".", "--json"))
                .startsWith("1: dann4j: standard output cannot be written: ");
    }

    @Test
    void aClosedPipe_endsWithoutAWord() throws IOException, InterruptedException {
        assertThat(shell("{ sleep 1; \"$@\"; echo \"$?\" >&2; } | :", "data", "list"))
                .isEqualTo("0: 141");
    }

    /** The exit code and the standard error of a process. */
    private static String shell(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + err.strip();
    }
}
