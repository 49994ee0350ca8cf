package io.github.dann4j.app.cli.list;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.run.RunSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j runs}: lists runs, adaptations and sweeps, and compares accuracies. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "List the runs, adaptations and sweeps in a folder and its subfolders, with the target accuracies of runs side by side.",
        footer = {"", "Example:  dann4j runs", "          dann4j runs experiments --json"})
public final class RunsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Folder to search for runs (default: runs).")
    private Path folder = Path.of("runs");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<RunSummary> runs = RunSummary.below(folder);
        if (json) {
            out.print(RunSummary.json(runs));
        } else if (runs.isEmpty()) {
            out.printf("No runs found in %s%n", folder);
        } else {
            print(runs, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(List<RunSummary> runs, PrintWriter out) {
        TreeSet<String> methods = runs.stream()
                .flatMap(run -> run.targetAccuracy().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        int width = Math.max(
                3, runs.stream().mapToInt(run -> run.folder().length()).max().orElse(0));
        int pairWidth = Math.max(
                4, runs.stream().mapToInt(run -> pair(run).length()).max().orElse(0));
        StringBuilder head = new StringBuilder(String.format(
                Locale.ROOT,
                "%-" + width + "s  %-7s  %-10s  %-" + pairWidth + "s  %-6s  %-20s",
                "run",
                "command",
                "state",
                "pair",
                "preset",
                "started"));
        methods.forEach(method -> head.append(String.format(Locale.ROOT, "  %12s", method)));
        out.println(head);
        for (RunSummary run : runs) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %-7s  %-10s  %-" + pairWidth + "s  %-6s  %-20s",
                    run.folder(),
                    run.command(),
                    run.state(),
                    pair(run),
                    run.preset(),
                    run.begun() == null ? "-" : run.begun()));
            for (String method : methods) {
                Double accuracy = run.targetAccuracy().get(method);
                line.append(String.format(
                        Locale.ROOT,
                        "  %12s",
                        accuracy == null ? "-" : String.format(Locale.ROOT, "%.2f", 100 * accuracy)));
            }
            out.println(line);
        }
    }

    private static String pair(RunSummary run) {
        return "%s -> %s".formatted(run.source(), run.target());
    }
}
