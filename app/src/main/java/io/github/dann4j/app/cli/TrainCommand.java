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
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.MethodName;
import io.github.dann4j.experiment.RunDirectory;
import io.github.dann4j.experiment.RunRecorder;
import io.github.dann4j.experiment.TrainedRun;
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
import picocli.CommandLine.Spec;

/** {@code dann4j train}: one method, one seed, and the trained model. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Train one method on one pair of domains and save the model.",
        footer = {"", "Example:  dann4j train --source mnist --target mnist-m --data DIR --out runs/mine"})
final class TrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--method",
            paramLabel = "NAME",
            converter = MethodNames.class,
            defaultValue = "dann",
            description = "source-only, adabn, dann or target-only (default: dann).")
    private MethodName method = MethodName.DANN;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed (default: 0).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for model.safetensors, results.json, curves.png and report.html (default: a new one under runs/).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print results.json instead of a line.")
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
        Choice choice = training.choice();
        Comparison settings = new Comparison(
                choice.source(), choice.target(), choice.preset(), choice.recipe(), List.of(method), List.of(seed));
        Precision precision = compute.apply();
        Exhibition exhibition = report.exhibition();
        RunDirectory directory;
        ComparisonRecord record;
        try (DomainPair pair = new DomainPair(
                        choice.source(),
                        choice.target(),
                        choice.recipe(),
                        data.where(List.of(Split.values()), choice.source(), choice.target()),
                        GeneratedSize.defaults());
                Progress progress = Progress.to(command.commandLine().getErr(), data.quiet(), settings)) {
            CommonOptions.tell(pair.remarks(), command);
            directory = RunDirectory.in(
                    out != null ? out : RunDirectory.unused(Path.of("runs"), "%s-seed%d".formatted(method, seed)));
            try (RunRecorder recorder = training.recorder(directory, settings, pair);
                    TrainedRun run = new Experiment(
                                    pair, choice.recipe(), precision, ExperimentListener.both(progress, recorder))
                            .train(method, seed)) {
                directory.write(run, settings, pair);
                record = settings.record(pair, precision, List.of(run.record()));
                exhibition.add(run, method, pair, precision);
            }
        }
        directory.write(record);
        PrintWriter output = command.commandLine().getOut();
        if (json) {
            output.print(RunDirectory.json(record));
        } else {
            ComparisonTable.print(record, output);
            DiagnosisText.print(Diagnosis.of(record), output);
        }
        output.flush();
        String written = report.write(directory, record, exhibition, "--seed", data.quiet());
        if (!json) {
            output.printf("%nWritten: %s, %s%n", directory.model(), written);
            output.flush();
        }
        return ExitCode.OK;
    }
}
