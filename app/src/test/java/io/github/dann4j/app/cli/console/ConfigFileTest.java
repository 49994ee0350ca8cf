package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.TinySets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a value in --config is read as written or refused, and never read as something else. */
class ConfigFileTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steps: 3;report: maybe | line 2: report: 'maybe' is neither true nor false",
                "report: 1 | line 1: report: '1' is neither true nor false",
                "tensorboard: [true, false] | line 1: tensorboard: 'true,false' is neither true nor false",
                "steps: 010 | line 1: steps: '010' is not a whole number in decimal digits",
                "# mine;steps: 0x10 | line 2: steps: '0x10' is not a whole number in decimal digits",
                "batch: 1_6 | line 1: batch: '1_6' is not a whole number in decimal digits",
                "steps: 3.0 | line 1: steps: '3.0' is not a whole number in decimal digits",
                "seed: 1e2 | line 1: seed: '1e2' is not a whole number in decimal digits",
                "threads: ~ | line 1: threads has no value",
                "threads: | threads has no value",
                "lambda: 0x1p3 | line 1: lambda: '0x1p3' is not a number in decimal digits",
                "lambda: .inf | line 1: lambda: '.inf' is not a number in decimal digits",
                "lambda: 1:30 | line 1: lambda: '1:30' is not a number in decimal digits",
                "steps: 3;batch: 8;steps: 4 | line 3: steps was already given in line 1",
                "steps: 3;---;batch: 8 | a second document begins here",
                "source: &s mnist;target: *s | line 2: aliases (*) and anchors (&) are not supported",
                "target: *s | line 1: aliases (*) and anchors (&) are not supported",
                "steps: {a: 3} | line 1: steps takes one value or a list of values",
                "- steps | line 1: is not a list of 'option: value' lines",
                "stepz: 3 | train has no option 'stepz'",
            })
    void whatIsNoValueOfItsOption_isOneLineWithFileLineKeyAndValue(String text, String message) throws IOException {
        Path file = config(text.strip().replace(';', '\n'));
        Cli run = Cli.run("train", "--config", file.toString());

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).startsWith("dann4j: --config " + file).contains(message.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "off", "false", "False", "\"false\"", "'no'"})
    void allWordsOfYaml_switchOff(String word) throws IOException {
        Path out = trained("report: %s\ntensorboard: %s\n".formatted(word, word));

        assertThat(out.resolve("report.html")).doesNotExist();
        assertThat(out.resolve("tensorboard")).doesNotExist();
        assertThat(Files.readString(out.resolve("config.yaml"))).contains("report: \"false\"");
    }

    @Test
    void everyKindOfValue_isTaken_andTheWrittenFileToo() throws IOException {
        Path out = trained("report: yes\ntensorboard: on\nseed: 7\nlambda: 5e-1\nsteps: \"4\"\n");
        assertThat(out.resolve("report.html")).exists();
        assertThat(Files.readString(out.resolve("config.yaml")))
                .contains("seed: 7", "lambda: 0.5", "steps: 4", "report: \"true\"");

        Path again = temp.resolve("again");
        Cli run = Cli.run(
                "train",
                "--config",
                out.resolve("config.yaml").toString(),
                "--data",
                temp.resolve("data").toString(),
                "--quiet",
                "--out",
                again.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(again.resolve("config.yaml")))
                .isEqualTo(Files.readString(out.resolve("config.yaml")));
    }

    private Path trained(String config) throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        Path out = temp.resolve("out");
        Cli run = Cli.run(
                "train",
                "--config",
                config("source: mnist\ntarget: mnist-m\nbatch: 8\nprecision: fp32\nthreads: 1\ndata: " + sets.folder()
                                + "\n" + (config.contains("steps") ? "" : "steps: 3\n") + config)
                        .toString(),
                "--quiet",
                "--out",
                out.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }

    private Path config(String text) throws IOException {
        return Files.writeString(temp.resolve("c.yaml"), text);
    }
}
