package io.github.dann4j.app.cli;

import io.github.dann4j.data.GeneratedSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.distribute.WorkerException;
import io.github.dann4j.distribute.WorkerGroup;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.Comparison;
import io.github.dann4j.experiment.ComparisonRecord;
import io.github.dann4j.experiment.Diagnosis;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Exhibition;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.RunDirectory;
import io.github.dann4j.experiment.RunFile;
import io.github.dann4j.experiment.RunFolder;
import io.github.dann4j.experiment.RunRecorder;
import io.github.dann4j.experiment.RunSettings;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.train.TrainingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
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

/** What the verbs that train have in common: a run begins in a folder, or goes on there, and leaves its results. */
final class TrainingRun {
    /** What may be given with {@code --resume}, because it changes no number, or only what follows a divergence. */
    private static final Set<String> MAY_CHANGE = Set.of(
            "resume",
            "data",
            "offline",
            "quiet",
            "verbose",
            "json",
            "no-report",
            "no-tensorboard",
            "checkpoint-every",
            "keep",
            "on-nan",
            "worker-timeout");

    private static final String DIRECTORY = "where folders count from";
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
     * What a verb does between the beginning of a run and its results.
     *
     * <p>All workers do it, and the first one alone has a folder to write into.
     */
    interface Work {
        ComparisonRecord run(
                Comparison settings, Experiment experiment, Exhibition exhibition, @Nullable RunDirectory directory);
    }

    /** How a verb begins a run: its settings, and its options with their values. */
    record Beginning(Comparison settings, Map<String, String> options, boolean tensorBoard) {}

    /**
     * Does it all.
     *
     * @param beginning asked for if the run begins here
     * @param defaultName of a new folder under {@code runs}
     * @param seedOption of the verb
     * @param withModel whether the verb itself writes the trained network
     */
    int run(
            Supplier<Beginning> beginning,
            Function<Comparison, String> defaultName,
            String seedOption,
            boolean withModel,
            Work work) {
        CommandSpec command = Objects.requireNonNull(spec);
        Path resume = where.resume();
        if (resume != null && where.out() != null) {
            throw new ParameterException(
                    command.commandLine(), "--resume goes on in the folder of the run; leave --out away");
        }
        Beginning here = resume == null ? beginning.get() : null;
        Map<String, String> alike = here == null ? new LinkedHashMap<>() : RunSettings.named(here.settings());
        alike.put("verb", command.name());
        alike.put("resume", String.valueOf(resume));
        try (WorkerGroup group = workers.join(alike)) {
            try {
                if (group != null && !group.share().isFirst()) {
                    return follow(command, group, work);
                } else if (here != null) {
                    return begin(command, here, group, defaultName, seedOption, withModel, work);
                }
                try (RunFolder folder = RunFolder.resume(new RunDirectory(Objects.requireNonNull(resume)))) {
                    return goOn(command, folder, group, seedOption, withModel, work);
                }
            } catch (RuntimeException | Error e) {
                WorkerOptions.leave(group, e);
                throw e;
            }
        }
    }

    /** Does the share of a worker that is not the first: that one says what is done, and alone writes and prints. */
    private int follow(CommandSpec command, WorkerGroup group, Work work) {
        String settings = group.fromFirst("the settings", () -> "");
        String batchNorm = group.fromFirst(WorkerOptions.BATCH_NORM, () -> "");
        if (settings.isEmpty()) {
            return ExitCode.OK; // the run had ended before
        }
        Path from = Path.of(group.fromFirst(DIRECTORY, () -> ""));
        RunSettings run = RunSettings.of(settings);
        compute.apply(run); // as many threads as the run was begun with: another number rounds otherwise
        try (DomainPair pair = pair(run.comparison(), from)) {
            WorkerOptions.requireSameData(group, pair.records().toString());
            Replicas replicas = WorkerOptions.replicas(group, batchNorm);
            ComparisonRecord unused = work.run(
                    run.comparison(),
                    new Experiment(
                            pair,
                            run.comparison().recipe(),
                            run.precision(),
                            ExperimentListener.SILENT,
                            Checkpoints.ofFirst(replicas),
                            replicas,
                            run.comparison().from()),
                    Exhibition.none(),
                    null);
            return ExitCode.OK;
        }
    }

    /**
     * Tells the other workers what is done.
     *
     * @param settings of the run; empty if it had ended before, and nothing else is told then
     * @param from where relative folders count from; empty for the working directory of each
     */
    private static void tell(@Nullable WorkerGroup group, String settings, Map<String, String> options, Path from) {
        if (group != null) {
            String unused = group.fromFirst("the settings", () -> settings);
            unused = group.fromFirst(
                    WorkerOptions.BATCH_NORM, () -> options.getOrDefault(WorkerOptions.BATCH_NORM, "sync"));
            if (!settings.isEmpty()) {
                unused = group.fromFirst(DIRECTORY, from::toString);
            }
        }
    }

    private int begin(
            CommandSpec command,
            Beginning beginning,
            @Nullable WorkerGroup group,
            Function<Comparison, String> defaultName,
            String seedOption,
            boolean withModel,
            Work work) {
        Comparison settings = beginning.settings();
        RunSettings run = RunSettings.of(settings, compute.apply());
        Map<String, String> options = new LinkedHashMap<>(beginning.options());
        options.put("precision", run.precision().label());
        options.put("threads", Integer.toString(run.threads()));
        options.put("tensorboard", Boolean.toString(beginning.tensorBoard()));
        options.put("report", Boolean.toString(report.isWanted()));
        where.addTo(options);
        workers.addTo(options);
        tell(group, run.text(), options, HERE);
        try (DomainPair pair = pair(settings, HERE)) {
            CommonOptions.tell(pair.remarks(), command);
            RunDirectory directory = RunDirectory.in(
                    where.out() != null
                            ? where.out()
                            : RunDirectory.unused(Path.of("runs"), defaultName.apply(settings)));
            try (RunFolder folder = RunFolder.begin(
                    directory,
                    command.name(),
                    List.copyOf(command.root().commandLine().getParseResult().originalArgs()),
                    options,
                    run,
                    pair,
                    WorkerOptions.share().parts())) {
                ConfigFile.write(directory.config(), command, options);
                return train(command, folder, options, pair, group, seedOption, withModel, work);
            }
        }
    }

    private int goOn(
            CommandSpec command,
            RunFolder folder,
            @Nullable WorkerGroup group,
            String seedOption,
            boolean withModel,
            Work work) {
        RunFile file = folder.file();
        Path path = folder.directory().folder();
        if (!file.verb().equals(command.name())) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s holds a run of %s; go on with it by: dann4j %s --resume %s"
                            .formatted(path, file.verb(), file.verb(), path));
        }
        refuseOtherSettings(command, path, file.options());
        ConfigFile.requireUnchanged(folder.directory().config(), command, file.options());
        if (file.ended() != null) {
            tell(group, "", file.options(), HERE);
            command.commandLine().getOut().printf("%s: the run has ended, there is nothing to go on with%n", path);
            return ExitCode.OK;
        }
        Map<String, String> options = new LinkedHashMap<>(file.options());
        where.addTo(options);
        compute.apply(file.settings());
        workers.addTo(options);
        Path from = file.directory() == null ? HERE : Path.of(file.directory());
        tell(group, file.settings().text(), options, from);
        try (DomainPair pair = pair(file.settings().comparison(), from)) {
            CommonOptions.tell(folder.goOn(pair, WorkerOptions.share().parts()), command);
            return train(command, folder, options, pair, group, seedOption, withModel, work);
        }
    }

    private static void refuseOtherSettings(CommandSpec command, Path folder, Map<String, String> options) {
        for (OptionSpec given : command.commandLine().getParseResult().matchedOptions()) {
            String name = given.longestName().replaceFirst("^--", "");
            String value = String.join(",", given.originalStringValues());
            String before = options.get(name);
            if (!MAY_CHANGE.contains(name) && !(before != null && before.equalsIgnoreCase(value))) {
                throw new ParameterException(
                        command.commandLine(),
                        "the run of %s was begun with %s, got --%s %s; leave it away to go on, or begin another run"
                                .formatted(
                                        folder,
                                        before == null ? "no --" + name : "--%s %s".formatted(name, before),
                                        name,
                                        value));
            }
        }
    }

    /** @param from where relative folders count from */
    private DomainPair pair(Comparison settings, Path from) {
        return new DomainPair(
                settings.source(),
                settings.target(),
                settings.recipe(),
                data.where(List.of(Split.values()), settings.source(), settings.target())
                        .from(from),
                GeneratedSize.defaults(),
                settings.from());
    }

    private int train(
            CommandSpec command,
            RunFolder folder,
            Map<String, String> options,
            DomainPair pair,
            @Nullable WorkerGroup group,
            String seedOption,
            boolean withModel,
            Work work) {
        RunDirectory directory = folder.directory();
        RunSettings run = folder.file().settings();
        Comparison settings = run.comparison();
        CheckpointPlan plan = RunOptions.plan(options);
        boolean withReport = report.isWanted() && Boolean.parseBoolean(options.get("report"));
        boolean withTensorBoard = Boolean.parseBoolean(options.get("tensorboard"));
        Exhibition exhibition = withReport ? Exhibition.empty() : Exhibition.none();
        Replicas replicas = WorkerOptions.replicas(group, options.getOrDefault(WorkerOptions.BATCH_NORM, "sync"));
        Checkpoints checkpoints;
        ComparisonRecord record;
        if (group != null) {
            WorkerOptions.requireSameData(group, pair.records().toString());
        }
        try (Progress progress = Progress.to(command.commandLine().getErr(), data.quiet(), settings);
                RunRecorder recorder = RunRecorder.kept(directory, settings, pair, withTensorBoard)) {
            checkpoints = Checkpoints.in(
                    directory, run, plan, recorder, note -> CommonOptions.tell(List.of(note), command), replicas);
            record = work.run(
                    settings,
                    new Experiment(
                            pair,
                            settings.recipe(),
                            run.precision(),
                            ExperimentListener.both(progress, recorder),
                            checkpoints,
                            replicas,
                            settings.from()),
                    exhibition,
                    directory);
            if (group != null) {
                group.close(); // the others need not wait for the report
            }
        } catch (WorkerException e) {
            throw new WorkerException(
                    "%s; go on with all workers by: dann4j %s --resume %s"
                            .formatted(e.getMessage(), command.name(), directory.folder()),
                    e);
        } catch (CancellationException e) {
            throw new CancellationException("%s; go on with: dann4j %s --resume %s"
                    .formatted(e.getMessage(), command.name(), directory.folder()));
        } catch (TrainingException e) {
            throw plan.onNan() == OnNan.BACK
                    ? e
                    : new TrainingException(
                            "%s; or go back, with half the learning rate: dann4j %s --resume %s --on-nan back"
                                    .formatted(e.getMessage(), command.name(), directory.folder()),
                            e);
        }
        directory.write(record);
        PrintWriter output = command.commandLine().getOut();
        String written;
        try {
            if (json) {
                output.print(RunDirectory.json(record));
            } else {
                ComparisonTable.print(record, output);
                DiagnosisText.print(Diagnosis.of(record), output);
            }
            output.flush();
        } finally { // the run is done, whether its results can be printed or not
            written = report.write(
                    withReport, directory, record, exhibition, again(folder.file()), seedOption, data.quiet());
            checkpoints.delete();
            folder.ended();
        }
        if (!json) {
            output.printf("%nWritten: %s%s%n", withModel ? directory.model() + ", " : "", written);
            output.flush();
        }
        return ExitCode.OK;
    }

    /** The command that begins the run anew: of several workers, as it would on one machine. */
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
