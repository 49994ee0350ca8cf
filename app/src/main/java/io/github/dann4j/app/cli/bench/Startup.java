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

    /** After this many seconds no further turn begins, so that the whole benchmark takes less than five minutes. */
    private static final double LONG = 12;

    private Startup() {}

    /**
     * @param times how often, at most; the median counts
     * @throws FileException if the program cannot be started, or does not do its first step
     */
    static BenchmarkRecord.Startup measure(int times) {
        List<Double> version = new ArrayList<>();
        List<Double> firstStep = new ArrayList<>();
        try {
            long start = System.nanoTime();
            do {
                version.add(versionSeconds());
                firstStep.add(firstStepSeconds());
            } while (version.size() < times && (System.nanoTime() - start) / 1e9 < LONG);
        } catch (InterruptedException e) {
            throw new CancellationException("the timing of the start was stopped");
        } catch (IOException e) {
            throw new FileException("cannot time the start of dann4j: " + e.getMessage(), e);
        }
        return new BenchmarkRecord.Startup(median(version), median(firstStep), version.size());
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().toList().get(seconds.size() / 2);
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
