package io.github.dann4j.app.cli.paper;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.files.FileException;
import io.github.dann4j.run.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dann4j paper all}: every experiment of the paper that has a command, one after the other. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run every experiment of the DANN paper that has a command here, each in a separate folder and with its default settings.",
            "Takes hours. The same command with the same --out continues there."
        },
        footer = {"", "Example:  dann4j paper all --data DIR --out paper"})
final class AllCommand implements Callable<Integer> {
    /**
     * An experiment.
     *
     * @param folder below that of all
     * @param file with its result
     */
    private record Part(String folder, String command, String file, List<String> options) {}

    private static final List<Part> PARTS = List.of(
            new Part("moons", "moons", "moons.json", List.of()),
            new Part("amazon", "amazon", "table.json", List.of()),
            new Part("amazon-msda", "amazon", "table.json", List.of("--input", "msda")),
            new Part("distance", "distance", "distances.json", List.of()),
            new Part("digits", "digits", "table.json", List.of()),
            new Part("signs", "signs", "table.json", List.of()));

    /** The options that are not passed on to the experiments as they are. */
    private static final List<String> OWN = List.of("--out", "--json", "--seeds");

    /** The options that the moons, which need no dataset, do not have. */
    private static final List<String> FOR_DATASETS = List.of("--offline", "--image-memory");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description =
                    "Seeds, separated by commas; the proxy A-distances use the first one (default: those of each experiment).")
    private List<Long> seeds = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder in which each experiment gets a subfolder (default: a new folder under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print all results as a JSON object instead of tables.")
    private boolean json;

    @Mixin
    @SuppressWarnings("UnusedVariable") // passed on by name
    private CommonOptions.Cores cores = new CommonOptions.Cores();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        CommandLine paper = Objects.requireNonNull(command.parent()).commandLine();
        Path folder = out != null ? out : RunDirectory.unused(Path.of("runs"), "paper-all");
        RunDirectory.in(folder); // fails early if it cannot be written
        PrintWriter output = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        for (Part part : PARTS) {
            Path result = folder.resolve(part.folder()).resolve(part.file());
            if (!data.quiet()) {
                err.printf("%s:%s%n", part.folder(), Files.exists(result) ? " computed before" : "");
                err.flush();
            }
            if (!Files.exists(result)) {
                CommandLine one = Objects.requireNonNull(paper.getSubcommands().get(part.command()));
                one.setOut(json ? new PrintWriter(Writer.nullWriter()) : output);
                one.setErr(err);
                int code = one.execute(arguments(part, folder).toArray(String[]::new));
                if (code != ExitCode.OK) {
                    return code;
                }
                if (!json) {
                    output.println();
                }
            }
        }
        output.println(json ? allOf(folder) : "Written: " + folder);
        output.flush();
        return ExitCode.OK;
    }

    private List<String> arguments(Part part, Path folder) {
        List<String> arguments = new ArrayList<>(part.options());
        arguments.addAll(List.of("--out", folder.resolve(part.folder()).toString()));
        boolean isDistance = part.command().equals("distance");
        if (!seeds.isEmpty()) {
            arguments.add(isDistance ? "--seed" : "--seeds");
            arguments.add(seeds.stream()
                    .limit(isDistance ? 1 : seeds.size())
                    .map(String::valueOf)
                    .collect(Collectors.joining(",")));
        }
        for (OptionSpec given :
                Objects.requireNonNull(spec).commandLine().getParseResult().matchedOptions()) {
            String name = given.longestName();
            boolean isPassedOn = !OWN.contains(name)
                    && !(FOR_DATASETS.contains(name) && part.command().equals("moons"));
            if (isPassedOn) {
                arguments.add(name);
                if (given.arity().max() > 0) {
                    arguments.addAll(given.originalStringValues());
                }
            }
        }
        return arguments;
    }

    /** Returns the results of all experiments as one JSON object. */
    private static String allOf(Path folder) {
        return PARTS.stream()
                .map(part -> "\"%s\" : %s"
                        .formatted(
                                part.folder(),
                                text(folder.resolve(part.folder()).resolve(part.file()))
                                        .strip()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(file, FileException.reason(e)), e);
        }
    }
}
