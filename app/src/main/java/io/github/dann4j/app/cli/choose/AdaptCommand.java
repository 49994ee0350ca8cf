package io.github.dann4j.app.cli.choose;

import io.github.dann4j.adapt.SourceOnly;
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
import io.github.dann4j.choose.AdaptFolder;
import io.github.dann4j.choose.Adaptation;
import io.github.dann4j.choose.ChoosingData;
import io.github.dann4j.choose.HandLabels;
import io.github.dann4j.choose.Request;
import io.github.dann4j.choose.Verdict;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.run.VerdictReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dann4j adapt}: the best model for an unlabelled target within a budget, or the advice not to adapt. */
@Command(
        name = "adapt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Find a model for an unlabelled target within a budget of time, estimate its accuracy, or advise against adaptation.",
            "Looks at the data, trains source only and the methods that suit, chooses without a label of the target, and writes the model, verdict.json and report.html. If it is interrupted or killed, the same command continues.",
            ""
        },
        footer = {
            "",
            "Example:  dann4j adapt --source folder:labelled --target folder:unlabelled --budget 30m --out runs/adapted",
            "The folder can be used like that of a training: dann4j predict runs/adapted image.png"
        })
public final class AdaptCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "NAME",
            description =
                    "Labelled source domain: a dataset from 'data list', a part of one such as mnist[20000:], folder:PATH with one subfolder of images per class, or a feature file such as csv:FILE with a column 'label'.")
    private @Nullable String source;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "NAME",
            description =
                    "Unlabelled target domain, given like --source; labels that it has are not used. A folder:PATH may hold images without subfolders, a csv:FILE rows without labels.")
    private @Nullable String target;

    @Option(
            names = RunOptions.OUT,
            required = true,
            paramLabel = "DIR",
            description = "Folder for everything that is written. If it holds the same adaptation, that one continues.")
    private @Nullable Path out;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = "30m",
            converter = Times.class,
            description = "Time for all trainings together, such as 90s, 30m or 2h (default: 30m).")
    private long budget;

    @Option(
            names = "--preset",
            paramLabel = PresetNames.ALL,
            converter = PresetNames.class,
            description =
                    "The recipe of all trainings; its number of steps is the maximum (default: photographs with --backbone, else dann).")
    private @Nullable Preset preset;

    @Mixin
    private BackboneOptions backbone = new BackboneOptions();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Steps of each training, whatever the budget (default: as many as the measured speed allows). Results are the same each time only with this option.")
    private int steps;

    @Option(
            names = "--methods",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Names from 'dann4j methods', separated by commas, in the order of their trainings; source-only is always the first (default: those that suit the data).")
    private List<String> methods = List.of();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed (default: 0).")
    private long seed;

    @Option(
            names = "--labels-for",
            paramLabel = "N",
            description =
                    "After the verdict, draw N held-out examples of the target to label by hand: labels/labels.csv to fill in, and labels/sheet.png with images. The same command then measures the accuracy on those that have a class; the choice stays as it is.")
    private @Nullable Integer labelsFor;

    @Option(
            names = "--test-afterwards",
            description =
                    "After the verdict, which stays as it is, also test every candidate on the target's test examples, which must have labels: for studies of this command.")
    private boolean test;

    @Option(names = "--json", description = "Print verdict.json instead of text.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    /** Reads a time in seconds. */
    static final class Times implements ITypeConverter<Long> {
        private static final Pattern TIME = Pattern.compile("(\\d{1,7})([smh])");

        @Override
        public Long convert(String text) {
            Matcher parts = TIME.matcher(text);
            if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
                throw new TypeConversionException("expected a time such as 90s, 30m or 2h, got '%s'".formatted(text));
            }
            long number = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "s" -> number;
                case "m" -> 60 * number;
                default -> 3600 * number;
            };
        }
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (labelsFor != null && labelsFor < 1) {
            throw new ParameterException(command.commandLine(), "--labels-for must be at least 1, got " + labelsFor);
        }
        BackboneRecord frozen = frozen(command);
        Recipe recipe = recipe(command, frozen);
        Request request = request(command, frozen);
        AdaptFolder folder =
                new AdaptFolder(RunDirectory.in(Objects.requireNonNull(out)).folder());
        RunSettings begun = Adaptation.begun(folder, request);
        Verdict verdict = folder.readVerdict();
        Precision precision;
        if (begun == null) {
            precision = compute.apply();
        } else {
            compute.apply(begun);
            precision = begun.precision();
        }
        DataLocation where =
                data.where(test ? List.of(Split.values()) : List.of(Split.TRAIN), request.source(), request.target());
        if (verdict == null) {
            verdict = adapted(command, request, recipe, folder, where, precision);
        } else {
            CommonOptions.tell(
                    List.of("%s: this adaptation has ended; its verdict:".formatted(folder.folder())), command);
        }
        verdict = measured(command, verdict, folder, where, precision);
        VerdictReport.write(verdict, folder);
        AdaptWriter writer = new AdaptWriter(verdict, folder);
        Map<String, Double> tested = test ? AdaptTest.of(verdict, folder, where, precision) : Map.of();
        PrintWriter output = command.commandLine().getOut();
        if (json) {
            writer.json(output);
        } else {
            writer.text(output, tested);
        }
        output.flush();
        return ExitCode.OK;
    }

    private Verdict adapted(
            CommandSpec command,
            Request request,
            Recipe recipe,
            AdaptFolder folder,
            DataLocation where,
            Precision precision) {
        PrintWriter err = command.commandLine().getErr();
        List<Progress> open = new ArrayList<>();
        try (ChoosingData sets = sets(request, where)) {
            return new Adaptation(
                            request, sets, folder, note -> CommonOptions.tell(List.of(note), command), comparison -> {
                                Progress progress = Progress.to(err, data.quiet(), comparison);
                                open.add(progress);
                                return progress;
                            })
                    .run(recipe, comparison -> RunSettings.of(comparison, precision));
        } catch (CancellationException e) {
            throw new CancellationException(
                    "%s; the same command continues in %s".formatted(e.getMessage(), folder.folder()));
        } finally {
            open.forEach(Progress::close);
        }
    }

    private ChoosingData sets(Request request, DataLocation where) {
        return BackboneOptions.with(
                request.backbone(),
                data.extraction(),
                features -> new ChoosingData(request.source(), request.target(), where, request.seed(), features));
    }

    /** Draws examples to label if that is asked for, and measures the accuracy on those that are labelled. */
    private Verdict measured(
            CommandSpec command, Verdict verdict, AdaptFolder folder, DataLocation where, Precision precision) {
        HandLabels labels = new HandLabels(folder);
        if (labelsFor == null && !labels.areDrawn()) {
            return verdict;
        }
        Request request = verdict.request();
        try (ChoosingData sets = sets(request, where)) {
            if (!labels.areDrawn()) {
                labels.draw(sets, Objects.requireNonNull(labelsFor), request.seed());
            }
            Verdict measured = labels.measure(verdict, sets, precision);
            if (measured.measuredAccuracy() == null) {
                CommonOptions.tell(
                        List.of("%s: enter classes in its last column, then give the same command again"
                                .formatted(labels.csv())),
                        command);
            }
            return measured;
        }
    }

    private @Nullable BackboneRecord frozen(CommandSpec command) {
        try {
            return backbone.record();
        } catch (BackboneException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private Preset preset() {
        return preset != null ? preset : backbone.presetElse(Preset.DANN);
    }

    private Recipe recipe(CommandSpec command, @Nullable BackboneRecord frozen) {
        try {
            DatasetInfo from = BackboneOptions.entry(Objects.requireNonNull(source), frozen);
            DatasetInfo to = BackboneOptions.entry(Objects.requireNonNull(target), frozen);
            TrainingOptions.requireClasses(from);
            return BackboneOptions.tuned(preset().recipe(from, to), frozen);
        } catch (DataException | IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    private Request request(CommandSpec command, @Nullable BackboneRecord frozen) {
        List<String> names = new ArrayList<>();
        for (String name : methods) {
            try {
                names.add(new MethodNames().convert(name).name());
            } catch (TypeConversionException e) {
                throw new ParameterException(
                        command.commandLine(), "Invalid value for option '--methods': " + e.getMessage(), e);
            }
        }
        if (!names.isEmpty()) {
            names.remove(SourceOnly.TYPE.name());
            names.add(0, SourceOnly.TYPE.name());
        }
        if (names.stream().distinct().count() != names.size()) {
            throw new ParameterException(
                    command.commandLine(), "--methods: each method only once, got " + String.join(",", names));
        }
        try {
            return new Request(
                    Objects.requireNonNull(source),
                    Objects.requireNonNull(target),
                    preset().label(),
                    budget,
                    steps,
                    names,
                    seed,
                    frozen);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }
}
