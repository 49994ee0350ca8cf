package io.github.dann4j.app.cli.bench;

import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.benchmark.BenchmarkNet;
import io.github.dann4j.benchmark.Reference;
import io.github.dann4j.engine.NativeLibraries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The other side of {@link ReferenceProcess}. For each line of standard input with a network, a method, a batch size, a
 * number of threads and seconds, it prints a line with images per second.
 */
@Command(name = "bench-reference", hidden = true, description = "Time the step as common tools do it, for 'bench'.")
public final class ReferenceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NativeLibraries.load();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                Reference reference = new Reference()) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                try (Scanner words = new Scanner(line).useLocale(Locale.ROOT)) {
                    out.println(reference.imagesPerSecond(
                            BenchmarkNet.valueOf(words.next()),
                            Methods.of(words.next()),
                            words.nextInt(),
                            words.nextInt(),
                            words.nextDouble()));
                }
                out.flush();
            }
        }
        return ExitCode.OK;
    }
}
