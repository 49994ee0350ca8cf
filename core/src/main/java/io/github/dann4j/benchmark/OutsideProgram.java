package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.MethodType;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * A program that trains the same step in its own way and reports its speed: it is called with
 * {@code --net --method --batch --threads --seconds} after its own command, and the last line that it prints is the
 * number of images per second.
 *
 * <p>Each program decides which methods it supports; if it ends with another exit code than 0, the error shows its
 * output.
 *
 * @param command as typed into a shell
 */
public record OutsideProgram(String command) implements Competitor {
    private static final int KEPT_LINES = 20;

    public OutsideProgram {
        if (command.isBlank()) {
            throw new IllegalArgumentException("the command to compare with is empty");
        }
    }

    @Override
    public double imagesPerSecond(BenchmarkNet net, MethodType<?> method, int batch, int threads, double seconds) {
        String line = String.format(
                Locale.ROOT,
                "%s --net %s --method %s --batch %d --threads %d --seconds %.1f",
                command,
                net.label(),
                method.name(),
                batch,
                threads,
                seconds);
        Deque<String> output = new ArrayDeque<>();
        int exit = run(line, output);
        String tail = output.stream().collect(Collectors.joining(System.lineSeparator()));
        if (exit != 0) {
            throw new BenchmarkException(
                    String.format(Locale.ROOT, "'%s' ended with exit code %d:%n%s", line, exit, tail));
        }
        try {
            double rate =
                    Double.parseDouble(output.isEmpty() ? "" : output.getLast().strip());
            if (rate > 0 && Double.isFinite(rate)) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Falls through: reported below, with the output.
        }
        throw new BenchmarkException(
                "'%s' must print its images per second as the last line, but it printed:%n%s".formatted(line, tail));
    }

    private static int run(String line, Deque<String> output) {
        List<String> shell = System.getProperty("os.name").startsWith("Windows")
                ? List.of("cmd", "/c", line)
                : List.of("sh", "-c", line);
        try {
            Process process =
                    new ProcessBuilder(shell).redirectErrorStream(true).start();
            try (BufferedReader lines = process.inputReader()) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    if (!text.isBlank()) {
                        output.addLast(text);
                    }
                    if (output.size() > KEPT_LINES) {
                        output.removeFirst();
                    }
                }
                return process.waitFor();
            } finally {
                process.destroy();
            }
        } catch (InterruptedException e) {
            throw new CancellationException("stopped while '%s' ran".formatted(line));
        } catch (IOException e) {
            throw new BenchmarkException("cannot run '%s': %s".formatted(line, e.getMessage()), e);
        }
    }
}
