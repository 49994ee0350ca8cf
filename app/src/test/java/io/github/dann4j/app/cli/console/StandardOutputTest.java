package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.Main;
import io.github.dann4j.app.cli.TinySets;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a command fails if its printed results are lost. */
class StandardOutputTest {
    @TempDir
    private static Path temp;

    private static TinySets sets;
    private static Path model;

    @BeforeAll
    static void makeInputs() throws IOException {
        sets = new TinySets(temp.resolve("data"));
        model = temp.resolve("model");
        Cli trained = Cli.run(training("--out", model.toString(), "--json"));
        assertThat(trained.code()).as(trained.err()).isZero();
        Files.writeString(temp.resolve("t.csv"), "0,1\n1,1\n1,2\n5,5\n5,6\n6,6\n7,5\n0,0\n");
    }

    static List<List<String>> commandsThatPrint() {
        String data = temp.resolve("data").toString();
        return List.of(
                List.of("--help"),
                List.of("--version"),
                List.of("predict", "--help"),
                List.of("data", "list"),
                List.of("data", "info", "mnist", "--data", data),
                List.of("runs", temp.toString()),
                List.of("runs", temp.toString(), "--json"),
                List.of("predict", model.toString(), "mnist", "--data", data),
                List.of("predict", model.toString(), "mnist", "--data", data, "--json"),
                List.of("evaluate", model.toString(), "--on", "mnist", "--data", data),
                List.of("evaluate", model.toString(), "--on", "mnist", "--data", data, "--json"),
                List.of(
                        "export",
                        model.toString(),
                        "--format",
                        "onnx",
                        "--out",
                        temp.resolve("m.onnx").toString()),
                embedding("--json"),
                embedding("--quiet"));
    }

    private static List<String> embedding(String more) {
        return List.of(
                "embed",
                temp.resolve("t.csv").toString(),
                "--with",
                "pca",
                "--out",
                temp.resolve("embedding").toString(),
                more);
    }

    private static String[] training(String... more) {
        List<String> words = new java.util.ArrayList<>(List.of(Cli.tiny("train", sets, "--batch", "8")));
        words.addAll(List.of("--no-report", "--no-tensorboard", "--quiet"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("commandsThatPrint")
    void outputThatCannotBeWritten_isOneLineAndExitCode1(List<String> command) {
        Cli run = into("No space left on device", command.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.startsWith("dann4j: ")))
                .containsExactly(
                        "dann4j: standard output cannot be written: No space left on device; the output is incomplete");
    }

    @ParameterizedTest
    @MethodSource("commandsThatPrint")
    void aReaderThatHasEnough_endsTheCommandWithoutAWord(List<String> command) {
        Cli run = into("Broken pipe", command.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isEqualTo(141);
        assertThat(run.err()).doesNotContain("dann4j:");
    }

    @Test
    void aTrainingWhoseResultsCannotBePrinted_isDoneInItsFolderAllTheSame() throws IOException {
        for (List<String> more : List.of(List.of("--json"), List.<String>of())) {
            Path out = temp.resolve("lost" + more.size());
            List<String> words = new java.util.ArrayList<>(List.of(training("--out", out.toString())));
            words.addAll(more);
            Cli run = into("No space left on device", words.toArray(String[]::new));
            assertThat(run.code()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).contains("standard output cannot be written");
            assertThat(out.resolve("results.json")).exists();
            assertThat(Cli.run("train", "--resume", out.toString()).out()).contains("the run has ended");
        }
    }

    /** A stream that refuses all output, as a full disk does. */
    private static Cli into(String failure, String... args) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        StringWriter err = new StringWriter();
        int code = Main.run(args, StandardOutput.to(full), new PrintWriter(err, true));
        return new Cli(code, "", err.toString());
    }
}
