package io.github.dann4j.app.cli;

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

/** Times this program's own start, by starting it. */
final class Startup {
    /** The launcher's path; it is what users start. Not set where the program was started otherwise. */
    private static final String LAUNCHER = "dann4j.launcher";

    /** Ten steps: then the lines of progress are one a step. */
    private static final List<String> TRAINING = List.of("train", "--seed", "0", "--steps", "10");

    private static final String FIRST_STEP = "step 1 of 10";
    private static final int PATIENCE_SECONDS = 60;

    private Startup() {}

    /**
     * @param times how often; the median counts
     * @throws FileException if the program cannot be started, or does not do its first step
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
            throw new CancellationException("stopped while the start was timed");
        } catch (IOException e) {
            throw new FileException("cannot time the start of dann4j: " + e.getMessage(), e);
        }
    }

    private static double versionSeconds() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = start(List.of("--version"));
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
        List<String> arguments = new ArrayList<>(TRAINING);
        arguments.addAll(List.of("--out", folder.toString()));
        long start = System.nanoTime();
        Process process = start(arguments);
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(FIRST_STEP)) {
                    return (System.nanoTime() - start) / 1e9;
                }
                lines.add(line);
            }
            throw new IOException("no '%s' in what 'train' printed: %s".formatted(FIRST_STEP, String.join(" ", lines)));
        } finally {
            process.destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(folder);
        }
    }

    private static Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        String launcher = System.getProperty(LAUNCHER);
        if (launcher != null) {
            command.add(launcher);
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        }
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
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
