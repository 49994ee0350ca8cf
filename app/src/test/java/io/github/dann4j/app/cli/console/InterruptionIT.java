package io.github.dann4j.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.Main;
import io.github.dann4j.app.cli.TinySets;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionIT {
    @TempDir
    private Path temp;

    @Test
    void ctrlC_endsBetweenTwoUpdatesWithOneLineAndNoResults() throws IOException, InterruptedException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "signals are POSIX");
        TinySets sets = new TinySets(temp.resolve("data"));
        Path out = temp.resolve("out");
        List<String> command = dann4j();
        command.addAll(
                Arrays.asList(Cli.tiny("compare", sets, "--batch", "8", "--seeds", "0", "--out", out.toString())));
        command.set(command.indexOf("--steps") + 1, "1000000");
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            assertThat(err.readLine()).isEqualTo("source-only, seed 0 (1/4): 1000000 steps");
            awaitFirstUpdate(out.resolve("metrics.jsonl"), process);
            interrupt(process);

            List<String> lines =
                    err.lines().filter(line -> line.startsWith("dann4j")).toList();
            assertThat(lines).hasSize(1);
            assertThat(lines.get(0))
                    .contains("interrupted", "of 1000000 steps", "resume with: dann4j compare --resume " + out);
            try (Stream<Path> left = Files.list(out)) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder(
                                ".lock", "run.json", "config.yaml", "checkpoints", "metrics.jsonl", "tensorboard");
            }
            try (Stream<Path> states = Files.list(out.resolve("checkpoints"))) {
                assertThat(states.map(file -> file.getFileName().toString()))
                        .singleElement(InstanceOfAssertFactories.STRING)
                        .matches("source-only-seed0-\\d{9}\\.safetensors");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void ctrlC_endsTheDrawingOfAnEndlessSet() throws IOException, InterruptedException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "signals are POSIX");
        Path out = temp.resolve("out");
        List<String> command = dann4j();
        command.addAll(List.of("data", "make", "syn-numbers", "--train", "1000000", "--out", out.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            Thread.sleep(
                    3000); // the start of the drawing is not visible; by then the JVM runs and still has much to do
            interrupt(process);

            assertThat(err.lines())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("interrupted");
            assertThat(out).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aRunOfRelativeFolders_goesOnFromAnotherDirectory() throws IOException, InterruptedException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "signals are POSIX");
        for (int i = 0; i < 40; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i % 8, i / 8, 0xffffff);
            Path file = temp.resolve(String.format(Locale.ROOT, "pics/%s/%d.png", i % 2 == 0 ? "a" : "b", i));
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        List<String> command = dann4j();
        command.addAll(List.of("train", "--source", "folder:pics", "--target", "folder:./pics", "--out", "out"));
        command.addAll(
                List.of("--batch", "8", "--threads", "1", "--precision", "fp32", "--steps", "400", "--no-report"));
        command.addAll(List.of("--checkpoint-every", "5")); // the measured values are on disk by then
        Process process = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            awaitFirstUpdate(temp.resolve("out/metrics.jsonl"), process);
            interrupt(process);
        } finally {
            process.destroyForcibly();
        }
        List<String> resume = dann4j();
        resume.addAll(List.of("train", "--resume", "../out", "--no-report"));
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Process resumed = new ProcessBuilder(resume)
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = resumed.inputReader(StandardCharsets.UTF_8)) {
            String said = output.lines().collect(Collectors.joining("\n"));
            assertThat(resumed.waitFor()).as(said).isZero();
        }
        assertThat(Files.readString(temp.resolve("out/results.json"))).contains("\"folder:pics\"");

        Cli evaluated =
                Cli.run("evaluate", temp.resolve("out").toString(), "--on", "folder:" + temp.resolve("pics"), "--json");
        assertThat(evaluated.out()).contains("\"statistics\" : \"source\"", "\"ofTraining\" : true");
    }

    private static void awaitFirstUpdate(Path metrics, Process process) throws IOException, InterruptedException {
        while (process.isAlive() && !(Files.exists(metrics) && Files.size(metrics) > 0)) {
            Thread.sleep(10);
        }
        assertThat(process.isAlive()).isTrue();
    }

    private static List<String> dann4j() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED", // as in the manifest of the packaged program
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }
}
