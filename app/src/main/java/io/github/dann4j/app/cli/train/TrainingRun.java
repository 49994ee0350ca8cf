package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.console.ConfigFile;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Backbones;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.diagnosis.Diagnosis;
import io.github.dann4j.distribute.WorkerGroup;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TargetLabelsException;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.report.Fonts;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.run.RunFile;
import io.github.dann4j.run.RunFolder;
import io.github.dann4j.snapshot.ReportSnapshots;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The common part of the commands that train: starts or resumes a run in a folder, and writes its results there. */
final class TrainingRun {
    /**
     * The options that are allowed with {@code --resume}, because they change no result, or only results after a
     * divergence.
     */
    private static final Set<String> MAY_CHANGE = Set.of(
            "device",
            "resume",
            "data",
            "offline",
            "quiet",
            "verbose",
            "json",
            "no-report",
            "no-tensorboard",
            "image-memory",
            "checkpoint-every",
            "keep",
            "on-nan",
            "worker-timeout");

    private static final Path HERE = Path.of("");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions where = new RunOptions();

    @Option(names = "--json", description = "Print results.json instead of the table.")
    private boolean json;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private WorkerOptions workers = new WorkerOptions();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    /**
     * The differences between the commands that train.
     *
     * @param beginning called only if the run is not resumed
     * @param defaultName name of a new folder under {@code runs}
     * @param seedOption the option by which the command takes its seeds
     * @param withModel whether the command writes the trained network
     */
    record Kind(
            Supplier<Beginning> beginning,
            Function<Comparison, String> defaultName,
            String seedOption,
            boolean withModel,
            Work work) {}

    /** A new run of a command: its settings, and its options with their values. */
    record Beginning(Comparison settings, Map<String, String> options, boolean tensorBoard) {}

    /**
     * The work of a command between the start of a run and its results.
     *
     * <p>All workers do it, but only the first one has a folder to write into.
     */
    interface Work {
        ComparisonRecord run(
                Comparison settings,
                Experiment experiment,
                ReportSnapshots snapshots,
                @Nullable RunDirectory directory);
    }

    /** Starts or resumes a run in a folder; a worker that is not the first does its share instead. */
    int run(Kind kind) {
        CommandSpec command = Objects.requireNonNull(spec);
        Path resume = where.resume();
        if (resume != null && where.out() != null) {
            throw new ParameterException(
                    command.commandLine(), "--resume continues in the folder of the run; remove --out");
        }
        Beginning here = resume == null ? kind.beginning().get() : null;
        Map<String, String> alike = here == null ? new LinkedHashMap<>() : RunSettings.named(here.settings());
        alike.put("command", command.name());
        alike.put("resume", String.valueOf(resume));
        try (WorkerGroup group = workers.join(alike)) {
            try {
                if (group != null && !group.share().isFirst()) {
                    return follow(group, kind.work(), here);
                } else if (here != null) {
                    return begin(kind, here, group);
                }
                try (RunFolder folder = RunFolder.resume(new RunDirectory(Objects.requireNonNull(resume)))) {
                    return resume(kind, folder, group);
                }
            } catch (RuntimeException | Error e) {
                WorkerOptions.leave(group, e);
                throw e;
            }
        }
    }

    /**
     * Does the share of a worker that is not the first. The first worker decides what is done, and only it writes and
     * prints.
     *
     * @param own what this worker was asked for, whose files may be in other folders than those of the first; null if
     *     the run is resumed
     */
    private int follow(WorkerGroup group, Work work, @Nullable Beginning own) {
        SharedRun shared = SharedRun.heard(group);
        if (shared == null) {
            return ExitCode.OK; // the run has already ended
        }
        RunSettings run = shared.settings();
        compute.apply(run); // as many threads as at the start of the run, because another number rounds differently
        Comparison settings = own == null
                ? BackboneOptions.located(run.comparison(), shared.backbone())
                : run.comparison().with(own.settings().backbone());
        try (DomainPair pair = pair(settings, shared.directory())) {
            WorkerOptions.requireSameData(group, pair.records().toString());
            Replicas replicas = WorkerOptions.replicas(group, shared.batchNorm());
            Experiment experiment = new Experiment(
                    pair,
                    run.comparison().recipe(),
                    run.precision(),
                    ExperimentListener.SILENT,
                    Checkpoints.ofFirst(replicas),
                    replicas,
                    run.comparison().from());
            ComparisonRecord unused = work.run(run.comparison(), experiment, ReportSnapshots.none(), null);
            return ExitCode.OK;
        }
    }

    private int begin(Kind kind, Beginning beginning, @Nullable WorkerGroup group) {
        CommandSpec command = Objects.requireNonNull(spec);
        Comparison settings = beginning.settings();
        RunSettings run = RunSettings.of(settings, compute.apply());
        Map<String, String> options = new LinkedHashMap<>(beginning.options());
        options.put("precision", run.precision().label());
        options.put("device", run.device());
        options.put("threads", Integer.toString(run.threads()));
        options.put("tensorboard", Boolean.toString(beginning.tensorBoard()));
        options.put("report", Boolean.toString(report.isWanted()));
        where.addTo(options);
        workers.addTo(options);
        SharedRun.of(run, options, HERE).tell(group);
        try (DomainPair pair = pair(settings, HERE)) {
            CommonOptions.tell(pair.remarks(), command);
            CommonOptions.tell(
                    Fonts.missing().map("curves.png and features.gif are not written: "::concat).stream()
                            .toList(),
                    command);
            RunDirectory directory = RunDirectory.in(
                    where.out() != null
                            ? where.out()
                            : RunDirectory.unused(
                                    Path.of("runs"), kind.defaultName().apply(settings)));
            try (RunFolder folder = RunFolder.begin(
                    directory,
                    command.name(),
                    List.copyOf(command.root().commandLine().getParseResult().originalArgs()),
                    options,
                    run,
                    pair,
                    WorkerOptions.share().parts())) {
                ConfigFile.write(directory.config(), command, options);
                return train(kind, folder, options, pair, group);
            }
        }
    }

    private int resume(Kind kind, RunFolder folder, @Nullable WorkerGroup group) {
        CommandSpec command = Objects.requireNonNull(spec);
        RunFile file = folder.file();
        Path path = folder.directory().folder();
        if (!file.verb().equals(command.name())) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s contains a run of %s; resume it with: dann4j %s --resume %s"
                            .formatted(path, file.verb(), file.verb(), path));
        }
        refuseOtherSettings(command, path, file.options());
        ConfigFile.requireUnchanged(folder.directory().config(), command, file.options());
        if (file.ended() != null) {
            SharedRun.tellEnded(group);
            command.commandLine().getOut().printf("%s: the run has ended, there is nothing to resume%n", path);
            return ExitCode.OK;
        }
        Map<String, String> options = new LinkedHashMap<>(file.options());
        where.addTo(options);
        compute.apply(file.settings());
        workers.addTo(options);
        Path from = file.directory() == null ? HERE : Path.of(file.directory());
        Comparison settings = BackboneOptions.located(
                file.settings().comparison(), file.options().getOrDefault(BackboneOptions.NAME, ""));
        SharedRun.of(file.settings(), options, from).tell(group);
        try (DomainPair pair = pair(settings, from)) {
            CommonOptions.tell(folder.resume(pair, WorkerOptions.share().parts()), command);
            return train(kind, folder, options, pair, group);
        }
    }

    private static void refuseOtherSettings(CommandSpec command, Path folder, Map<String, String> options) {
        for (OptionSpec given : command.commandLine().getParseResult().matchedOptions()) {
            String name = given.longestName().replaceFirst("^--", "");
            String value = String.join(",", given.originalStringValues());
            String before = options.get(name);
            boolean isSame =
                    before != null && (before.equalsIgnoreCase(value) || BackboneOptions.isSame(name, value, before));
            if (!MAY_CHANGE.contains(name) && !isSame) {
                throw new ParameterException(
                        command.commandLine(),
                        "the run in %s was started with %s, got --%s %s; remove this option to resume, or start another run"
                                .formatted(
                                        folder,
                                        before == null ? "no --" + name : "--%s %s".formatted(name, before),
                                        name,
                                        value));
            }
        }
    }

    /** @param from the folder that relative folders refer to */
    private DomainPair pair(Comparison settings, Path from) {
        BackboneRecord frozen = settings.backbone();
        if (frozen == null) {
            return pair(settings, from, null);
        }
        try (Backbone backbone = Backbones.open(frozen)) {
            return pair(settings, from, new ImageFeatures(backbone, data.extraction()));
        }
    }

    private DomainPair pair(Comparison settings, Path from, @Nullable ImageFeatures features) {
        try {
            return new DomainPair(
                    settings.source(),
                    settings.target(),
                    settings.recipe(),
                    data.where(List.of(Split.values()), settings.source(), settings.target())
                            .from(from),
                    GeneratedSize.defaults(),
                    settings.from(),
                    features);
        } catch (TargetLabelsException e) { // the number does not fit the data
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private int train(
            Kind kind, RunFolder folder, Map<String, String> options, DomainPair pair, @Nullable WorkerGroup group) {
        CommandSpec command = Objects.requireNonNull(spec);
        if (group != null) {
            WorkerOptions.requireSameData(group, pair.records().toString());
        }
        boolean withReport = report.isWanted() && Boolean.parseBoolean(options.get("report"));
        ReportSnapshots snapshots = withReport ? ReportSnapshots.empty() : ReportSnapshots.none();
        RunInFolder run = new RunInFolder(command, folder, options, pair, group, data.quiet());
        ComparisonRecord record = run.train(kind.work(), snapshots);
        PrintWriter output = command.commandLine().getOut();
        String written;
        try {
            print(record, output);
        } finally { // the run is done even if its results cannot be printed
            written = report.write(
                    withReport,
                    folder.directory(),
                    record,
                    snapshots,
                    again(folder.file()),
                    kind.seedOption(),
                    data.quiet());
            run.end();
        }
        if (!json) {
            output.printf(
                    "%nWritten: %s%s%n", kind.withModel() ? folder.directory().model() + ", " : "", written);
            output.flush();
        }
        return ExitCode.OK;
    }

    private void print(ComparisonRecord record, PrintWriter output) {
        if (json) {
            output.print(RunDirectory.json(record));
        } else {
            ComparisonTable.print(record, output);
            DiagnosisText.print(Diagnosis.of(record), output);
        }
        output.flush();
    }

    /** Returns the command that repeats the run; for several workers, the command that does so on one machine. */
    private static List<String> again(RunFile file) {
        List<String> command = new ArrayList<>(file.command());
        if (file.workers() > 1) {
            command.addAll(0, List.of("launch", "--workers", Integer.toString(file.workers()), "--"));
        }
        return command;
    }

    static String joined(List<?> values) {
        return values.stream()
                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
