package io.github.dann4j.app.cli.bench;

import io.github.dann4j.app.cli.console.SelfCommand;
import io.github.dann4j.benchmark.BenchmarkRecord;
import io.github.dann4j.files.FileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Times the start of this program by starting it. */
final class Startup {
    /** Ten steps, so that there is one line of progress per step. */
    private static final String STEPS = "10";

    private static final String FIRST_STEP = "step 1 of 10";
    private static final int PATIENCE_SECONDS = 60;

    private Startup() {}

    /**
     * @param times number of starts; the median counts
     * @throws FileException if the program cannot be started, or does not reach its first step
     */
    static BenchmarkRecord.Startup measure(int times) {
        return new BenchmarkRecord.Startup(
                median(times, Startup::versionSeconds), median(times, Startup::firstStepSeconds));
    }

    private interface Trial {
        double seconds() throws IOException, InterruptedException;
    }

    private static double median(int times, Trial trial) {
        try {
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                seconds.add(trial.seconds());
            }
            seconds.sort(Comparator.naturalOrder());
            return seconds.get(times / 2);
        } catch (InterruptedException e) {
            throw new CancellationException("the timing of the start was stopped");
        } catch (IOException e) {
            throw new FileException("cannot time the start of dann4j: " + e.getMessage(), e);
        }
    }

    private static double versionSeconds() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start("--version");
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = output.lines().toList();
            if (process.waitFor() != 0) {
                throw new IOException("--version failed: " + String.join(" ", lines));
            }
        } finally {
            process.destroy();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static double firstStepSeconds() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dann4j-bench");
        long start = System.nanoTime();
        Process process = start("train", "--steps", STEPS, "--out", folder.toString());
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(FIRST_STEP)) {
                    return (System.nanoTime() - start) / 1e9;
                }
                lines.add(line);
            }
            throw new IOException(
                    "no '%s' in the output of 'train': %s".formatted(FIRST_STEP, String.join(" ", lines)));
        } finally {
            process.destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(folder);
        }
    }

    private static Process start(String... arguments) throws IOException {
        return new ProcessBuilder(SelfCommand.launcher(arguments))
                .redirectErrorStream(true)
                .start();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
