package io.github.dann4j.app.cli.bench;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.app.cli.console.SelfCommand;
import io.github.dann4j.benchmark.BenchmarkException;
import io.github.dann4j.benchmark.BenchmarkNet;
import io.github.dann4j.benchmark.Competitor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Set;

/**
 * Times the step as common tools compute it, in a separate process without the launcher's settings for memory and for
 * waiting threads, because these settings are part of what makes this program faster. The process is idle between the
 * rounds.
 */
final class ReferenceProcess implements Competitor, AutoCloseable {
    private static final Set<String> LAUNCHERS_SETTINGS = Set.of("GLIBC_TUNABLES", "GOMP_SPINCOUNT");

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    /** @throws BenchmarkException if the process cannot be started */
    ReferenceProcess() {
        ProcessBuilder builder =
                new ProcessBuilder(SelfCommand.java("bench-reference")).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("MALLOC_") || LAUNCHERS_SETTINGS.contains(name));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new BenchmarkException("cannot start the reference process: " + e.getMessage(), e);
        }
        questions = process.outputWriter();
        answers = process.inputReader();
    }

    @Override
    public double imagesPerSecond(BenchmarkNet net, MethodType<?> method, int batch, int threads, double seconds) {
        try {
            questions.write(
                    String.format(Locale.ROOT, "%s %s %d %d %s%n", net.name(), method.name(), batch, threads, seconds));
            questions.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new BenchmarkException("the reference process ended; its output is above");
            }
            return Double.parseDouble(answer);
        } catch (IOException e) {
            throw new BenchmarkException("the reference process does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
