package io.github.dann4j.app.cli.choose;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.app.cli.train.BackboneOptions;
import io.github.dann4j.app.cli.train.MethodNames;
import io.github.dann4j.app.cli.train.PresetNames;
import io.github.dann4j.app.cli.train.Progress;
import io.github.dann4j.app.cli.train.RunOptions;
import io.github.dann4j.app.cli.train.TrainingOptions;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.choose.ChoosingData;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.engine.Device;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.run.SweepReport;
import io.github.dann4j.sweep.Sweep;
import io.github.dann4j.sweep.SweepFolder;
import io.github.dann4j.sweep.SweepRequest;
import io.github.dann4j.sweep.SweepRequest.Search;
import io.github.dann4j.sweep.SweepResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dann4j sweep}: trains a method with many values of its recipe, and chooses one without target labels. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train a method with several values of its recipe, and choose one by a validator, without labels of the target.",
            "If it is interrupted or killed, the same command continues.",
            ""
        },
        footer = {
            "",
            "Example:  dann4j sweep --source mnist --target mnist-m --method dann --set dann.lambda.max=0.1,0.3,1 --set learningRate.peak=1e-3,2e-3 --out runs/sweep"
        })
public final class SweepCommand implements Callable<Integer> {
    /** By default a training has at least so many processors. */
    private static final int PROCESSORS_OF_A_TRAINING = 4;

    /** By default at most so many trainings share the memory. */
    private static final int MOST_TOGETHER = 4;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "NAME",
            description = "Labelled source domain, as for 'train'.")
    private @Nullable String source;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "NAME",
            description = "Unlabelled target domain, as for 'train'; labels that it has are not used.")
    private @Nullable String target;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            converter = MethodNames.class,
            defaultValue = "dann",
            description = "A name from 'dann4j methods' (default: dann).")
    private MethodType<?> method = Dann.TYPE;

    @Option(
            names = "--set",
            required = true,
            paramLabel = "KEY=A,B,C",
            description =
                    "A value of the recipe and what to try for it; repeat it for more. Keys are those of 'train --set'.")
    private List<String> values = List.of();

    @Option(
            names = "--search",
            paramLabel = "grid|random|halving",
            defaultValue = "grid",
            description =
                    "grid: all combinations in order; random: in an order drawn by the seed; halving: in rounds, each with the better half of the one before and twice the steps, --steps in the last (default: grid).")
    private Search search = Search.GRID;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "0",
            description = "Try at most N combinations (default: all).")
    private int trials;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = AdaptCommand.Times.class,
            description = "Begin no training after this time, such as 90s, 30m or 2h (default: none).")
    private @Nullable Long budget;

    @Option(
            names = "--by",
            paramLabel = "VALIDATOR",
            defaultValue = "class-ami",
            description = "The validator that chooses; docs/VALIDATORS.md lists them (default: class-ami).")
    private String by = "class-ami";

    @Option(
            names = "--preset",
            paramLabel = PresetNames.ALL,
            converter = PresetNames.class,
            description = "The recipe whose values are changed (default: photographs with --backbone, else dann).")
    private @Nullable Preset preset;

    @Mixin
    private BackboneOptions backbone = new BackboneOptions();

    @Option(names = "--steps", paramLabel = "N", description = "Steps of each training (default: as in the preset).")
    private @Nullable Integer steps;

    @Option(
            names = RunOptions.OUT,
            required = true,
            paramLabel = "DIR",
            description = "Folder for everything that is written. If it holds the same sweep, that one continues.")
    private @Nullable Path out;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description =
                    "Train N combinations at the same time, each in a separate process with its share of the processors; for the same --threads the results are the same (default: 1 on a GPU or with fewer than 8 processors; else one for 4 processors, or for --threads if that is more, at most 4).")
    private @Nullable Integer parallel;

    @Option(names = TrialProcesses.OPTION, hidden = true, description = "Train one trial of a sweep that runs.")
    private @Nullable Integer trial;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed (default: 0).")
    private long seed;

    @Option(names = "--json", description = "Print sweep.json instead of a table.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (parallel != null && parallel < 1) {
            throw new ParameterException(command.commandLine(), "--parallel must be at least 1, got " + parallel);
        }
        Recipe recipe;
        int combinations;
        SweepRequest request;
        try {
            BackboneRecord frozen = backbone.record();
            DatasetInfo from = BackboneOptions.entry(Objects.requireNonNull(source), frozen);
            DatasetInfo to = BackboneOptions.entry(Objects.requireNonNull(target), frozen);
            TrainingOptions.requireClasses(from);
            recipe = BackboneOptions.tuned(preset().recipe(from, to), frozen);
            if (method.needsTargetLabels()) {
                throw new DataException("%s needs labels of the target; a sweep uses none".formatted(method));
            }
            request = request(recipe, frozen);
            // A comparison writes out the settings of its method, whose keys may be changed.
            recipe = new Comparison(
                            request.source(),
                            request.target(),
                            request.preset(),
                            recipe,
                            List.of(method),
                            List.of(seed))
                    .recipe();
            combinations = Sweep.recipes(request, recipe).size();
        } catch (DataException | BackboneException | IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        SweepFolder folder =
                new SweepFolder(RunDirectory.in(Objects.requireNonNull(out)).folder());
        RunSettings begun = Sweep.begun(folder, request, recipe);
        RunSettings settings;
        if (begun == null) {
            settings = RunSettings.of(
                    new Comparison(
                                    request.source(),
                                    request.target(),
                                    request.preset(),
                                    recipe,
                                    List.of(method),
                                    List.of(seed))
                            .with(request.backbone()),
                    compute.apply(on -> together(on, combinations, compute.threads())));
        } else {
            compute.apply(begun);
            settings = begun;
        }
        DataLocation where = data.where(List.of(Split.TRAIN), request.source(), request.target());
        Integer single = trial;
        if (single != null) {
            TrialProcesses.endWithTheSweep(Thread.currentThread());
            return with(command, request, recipe, folder, where, sweep -> {
                sweep.train(single, settings);
                return ExitCode.OK;
            });
        }
        int most = together(Device.current(), combinations, settings.threads());
        SweepResult result =
                with(command, request, recipe, folder, where, sweep -> swept(command, sweep, settings, most));
        SweepReport.write(result, folder);
        PrintWriter output = command.commandLine().getOut();
        if (json) {
            output.print(RunJson.write(result));
        } else {
            SweepTable.print(result, folder, output);
        }
        output.flush();
        return result.chosen() == null ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    /** Returns the number of trainings at the same time. */
    private int together(Device on, int combinations, @Nullable Integer threads) {
        int wanted = parallel != null ? parallel : usual(on, threads);
        return Math.max(1, Math.min(wanted, combinations));
    }

    private static int usual(Device on, @Nullable Integer threads) {
        int each = Math.max(PROCESSORS_OF_A_TRAINING, threads == null ? 0 : threads);
        return on.isGpu() ? 1 : Math.min(MOST_TOGETHER, Runtime.getRuntime().availableProcessors() / each);
    }

    private static SweepResult swept(CommandSpec command, Sweep sweep, RunSettings settings, int most) {
        if (most == 1) {
            return sweep.run(settings);
        }
        try (TrialProcesses processes = new TrialProcesses(command)) {
            return sweep.run(settings, most, processes);
        }
    }

    private Preset preset() {
        return preset != null ? preset : backbone.presetElse(Preset.DANN);
    }

    private SweepRequest request(Recipe recipe, @Nullable BackboneRecord frozen) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "--set %s: expected KEY=A,B,C, such as dann.lambda.max=0.1,0.3,1".formatted(value));
            }
            List<String> before = all.put(
                    value.substring(0, equals).strip(),
                    List.of(value.substring(equals + 1).split(",", -1)));
            if (before != null) {
                throw new IllegalArgumentException(
                        "--set %s: the key is given twice; give all its values at once".formatted(value));
            }
        }
        return new SweepRequest(
                Objects.requireNonNull(source),
                Objects.requireNonNull(target),
                preset().label(),
                method.name(),
                steps == null ? recipe.steps() : steps,
                all,
                search,
                trials,
                budget == null ? 0 : budget,
                by,
                seed,
                frozen);
    }

    /** Applies {@code work} to the sweep with its data. */
    private <T> T with(
            CommandSpec command,
            SweepRequest request,
            Recipe recipe,
            SweepFolder folder,
            DataLocation where,
            Function<Sweep, T> work) {
        PrintWriter err = command.commandLine().getErr();
        List<Progress> open = new ArrayList<>();
        try (ChoosingData sets = BackboneOptions.with(
                request.backbone(),
                data.extraction(),
                features -> new ChoosingData(request.source(), request.target(), where, request.seed(), features))) {
            return work.apply(new Sweep(
                    request,
                    recipe,
                    sets,
                    folder,
                    note -> {
                        if (!data.quiet()) {
                            CommonOptions.tell(List.of(note), command);
                        }
                    },
                    comparison -> {
                        open.forEach(Progress::close);
                        Progress progress = Progress.to(err, data.quiet(), comparison);
                        open.add(progress);
                        return progress;
                    }));
        } catch (CancellationException e) {
            throw new CancellationException(
                    "%s; the same command continues in %s".formatted(e.getMessage(), folder.folder()));
        } finally {
            open.forEach(Progress::close);
        }
    }
}
