package io.github.dann4j.app.cli;

import io.github.dann4j.app.cli.TrainingOptions.Choice;
import io.github.dann4j.data.GeneratedSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.experiment.Comparison;
import io.github.dann4j.experiment.ComparisonRecord;
import io.github.dann4j.experiment.Diagnosis;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Exhibition;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.MethodName;
import io.github.dann4j.experiment.RunDirectory;
import io.github.dann4j.experiment.RunRecorder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j compare}: the main job. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train source-only, AdaBN, DANN and train-on-target on one pair of domains and compare them.",
            "Without options: an embedded pair that needs no download, in minutes."
        },
        footer = {"", "Example:  dann4j compare --source mnist --target mnist-m --data DIR --seeds 0,1,2"})
final class CompareCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "NAME",
            converter = MethodNames.class,
            description =
                    "Of source-only, adabn, dann, target-only, joined by commas (default: all; preset paper: all but adabn, which needs batch norm).")
    private @Nullable List<MethodName> methods;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            description = "Seeds, joined by commas (default: 0 for preset quick, else 0,1,2).")
    private @Nullable List<Long> seeds;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for results.json, curves.png and report.html (default: a new one under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print results.json instead of the table.")
    private boolean json;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter output = command.commandLine().getOut();
        Comparison comparison = comparison(command);
        Precision precision = compute.apply();
        Exhibition exhibition = report.exhibition();
        RunDirectory directory;
        ComparisonRecord record;
        try (DomainPair pair = new DomainPair(
                        comparison.source(),
                        comparison.target(),
                        comparison.recipe(),
                        data.where(List.of(Split.values()), comparison.source(), comparison.target()),
                        GeneratedSize.defaults());
                Progress progress = Progress.to(command.commandLine().getErr(), data.quiet(), comparison)) {
            CommonOptions.tell(pair.remarks(), command);
            directory = RunDirectory.in(out != null ? out : defaultFolder(comparison));
            try (RunRecorder recorder = training.recorder(directory, comparison, pair)) {
                record = comparison.run(pair, precision, ExperimentListener.both(progress, recorder), exhibition);
            }
        }
        directory.write(record);
        if (json) {
            output.print(RunDirectory.json(record));
        } else {
            ComparisonTable.print(record, output);
            DiagnosisText.print(Diagnosis.of(record), output);
        }
        output.flush();
        String written = report.write(directory, record, exhibition, "--seeds", data.quiet());
        if (!json) {
            output.printf("%nWritten: %s%n", written);
            output.flush();
        }
        return ExitCode.OK;
    }

    private Comparison comparison(CommandSpec command) {
        Choice choice = training.choice();
        List<Long> all = seeds != null ? seeds : choice.quick() ? List.of(0L) : List.of(0L, 1L, 2L);
        try {
            return new Comparison(
                    choice.source(),
                    choice.target(),
                    choice.preset(),
                    choice.recipe(),
                    methods != null ? methods : choice.methods(),
                    all);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private static Path defaultFolder(Comparison comparison) {
        String name = "%s-to-%s-%s".formatted(comparison.source(), comparison.target(), comparison.preset());
        return RunDirectory.unused(Path.of("runs"), name.replaceAll("[^a-z0-9-]+", "_"));
    }
}
