package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.app.cli.train.CompareCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
    @Test
    void libtorchsNativeStack_isNoPartOfTheLine() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new CompareCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(err));
        RuntimeException failure = new RuntimeException(
                "mat1 and mat2 must have the same dtype\nException raised from meta at LinearAlgebra.cpp:194 (most recent call first):\nframe #0: c10::Error::Error");

        int code = Failures.failed(failure, command, command.parseArgs());

        assertThat(code).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "dann4j: internal error: RuntimeException: mat1 and mat2 must have the same dtype (use --verbose for the stack trace)"
                                + System.lineSeparator());
    }
}
