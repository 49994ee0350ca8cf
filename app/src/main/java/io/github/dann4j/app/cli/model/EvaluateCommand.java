package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.ClassPlacement;
import io.github.dann4j.experiment.TrainingOverlap;
import io.github.dann4j.model.Domain;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.run.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j evaluate}: tests a saved model on a labelled dataset. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Test a saved model on a labelled dataset.",
            "Reports how many of its examples the model was trained on, and whether they are exactly those of a split that the training used.",
            ""
        },
        footer = {"", "Example:  dann4j evaluate runs/mine --on mnist-m --data DIR"})
public final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A folder written by 'train', or its model.safetensors.")
    private @Nullable Path model;

    @Option(
            names = "--on",
            required = true,
            paramLabel = "NAME",
            description =
                    "A dataset from 'data list', a part of one such as mnist[:1000], folder:PATH, or a feature file such as csv:FILE.")
    private @Nullable String on;

    @Option(
            names = "--split",
            paramLabel = "train|test",
            defaultValue = "test",
            description = "Which split of the dataset (default: test).")
    private Split split = Split.TEST;

    @Option(
            names = "--statistics",
            paramLabel = "source|target",
            description =
                    "The domain whose batch statistics normalise (default: source for the model's source dataset, else those that the method uses on its target).")
    private @Nullable Domain statistics;

    @Option(
            names = "--features",
            description =
                    "Also report where the features of each class lie: their silhouettes among themselves and among the source's test examples, and the domain that the domain classifier assigns to them. Needs the model's source dataset.")
    private boolean features;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        String name = Objects.requireNonNull(on);
        DatasetInfo entry = entry(command, name);
        Path given = Objects.requireNonNull(model);
        Path file = Files.isDirectory(given) ? new RunDirectory(given).model() : given;
        try (SavedModel saved = SavedModel.read(file);
                ExampleSet stored = stored(saved, name)) {
            Domain domain = saved.card().domainOf(entry, stored::sha256);
            if (features && domain == Domain.SOURCE) {
                throw new ParameterException(
                        command.commandLine(),
                        "--features: %s is the source that the model was trained on; give --on a dataset like its target (%s)"
                                .formatted(name, saved.card().target()));
            }
            Domain used = statistics != null ? statistics : saved.card().statisticsFor(domain);
            Precision precision = compute.apply();
            TrainingOverlap overlap = TrainingOverlap.of(saved, entry, stored);
            CommonOptions.tell(stored.notes(), command);
            CommonOptions.tell(overlap.remarks(), command);
            if (!DataCatalog.isFolder(name) || saved.card().backbone() != null) {
                print(saved, stored, used, precision, overlap);
                return ExitCode.OK;
            }
            // The images of a folder are resized as in the training, whatever the sizes of the other images are now.
            try (ExampleSet set =
                    saved.card().open(name, split, data.where(List.of(split), name), domain, data.extraction())) {
                print(saved, set, used, precision, overlap);
            }
        }
        return ExitCode.OK;
    }

    /** The examples as they are stored; for a model with a backbone, as the features that the training had. */
    private ExampleSet stored(SavedModel saved, String name) {
        DataLocation where = data.where(List.of(split), name);
        return saved.card().backbone() == null
                ? DataCatalog.examples(name, split, where, GeneratedSize.defaults())
                : saved.card().open(name, split, where, Domain.TARGET, data.extraction());
    }

    private void print(SavedModel saved, ExampleSet set, Domain used, Precision precision, TrainingOverlap overlap) {
        EvaluationWriter writer = new EvaluationWriter(
                saved.card(),
                set.name(),
                set.split().label(),
                set.things(),
                used.name().toLowerCase(Locale.ROOT),
                saved.evaluate(set, used, precision),
                overlap,
                features ? placement(saved, set, used, precision) : null);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            writer.json(out);
        } else {
            writer.text(out);
        }
        out.flush();
    }

    private static DatasetInfo entry(CommandSpec command, String name) {
        try {
            return DataCatalog.entry(name);
        } catch (DataException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }

    /** Where the classes lie, compared with the test examples of the model's source. */
    private ClassPlacement placement(SavedModel saved, ExampleSet set, Domain used, Precision precision) {
        String name = saved.card().source();
        DataLocation where = saved.card().located(data.where(List.of(Split.TEST), name));
        try (ExampleSet source = saved.card().open(name, Split.TEST, where, Domain.SOURCE, data.extraction())) {
            return saved.placement(source, set, used, precision);
        }
    }
}
