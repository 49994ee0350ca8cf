package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.extract.ExtractionListener;
import io.github.dann4j.data.prepare.ImageInput;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Domain;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.run.KeptPoints;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.validate.Outputs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j rank}: compares saved models of a pair by validators, without labels of the target. */
@Command(
        name = "rank",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compare saved models of one pair by validators: figures that need no label of the target.",
            "Where the target has test labels, also reports how well each validator orders the models, and what its choice loses.",
            ""
        },
        footer = {
            "",
            "Example:  dann4j rank runs/dann runs/mcc runs/shot --data DIR",
            "          dann4j rank runs/dann --points --data DIR"
        })
public final class RankCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN_OR_MODEL",
            description = "Folders written by 'train', or their model.safetensors, all of the same pair.")
    private List<Path> models = List.of();

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "2000",
            description =
                    "Use at most N training examples of each domain, spread evenly over the dataset (default: 2000).")
    private int images;

    @Option(
            names = "--points",
            description =
                    "Compare the models that trainings kept at their points with --keep-points, instead of their last ones; each RUN_OR_MODEL is the folder of a run.")
    private boolean points;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private CommonOptions.Compute compute = new CommonOptions.Compute();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (images < 1) {
            throw new ParameterException(command.commandLine(), "--images must be at least 1, got " + images);
        }
        if (points) {
            models = models.stream().flatMap(run -> points(run, command)).toList();
        }
        Precision precision = compute.apply();
        ModelCard pair = pair(command);
        DataLocation where = pair.located(data.where(List.of(Split.TRAIN, Split.TEST), pair.source(), pair.target()));
        RankWriter writer;
        try (OpenSets sets = new OpenSets(where, data.extraction())) {
            List<RankWriter.Entry> entries = new ArrayList<>();
            for (Path path : models) {
                if (!data.quiet()) {
                    CommonOptions.tell(
                            List.of(String.format(Locale.ROOT, "%s (%d/%d)", path, entries.size() + 1, models.size())),
                            command);
                }
                entries.add(entry(path, sets, precision));
            }
            writer = new RankWriter(pair, sets.things(pair), entries);
        }
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            writer.json(out);
        } else {
            writer.text(out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static Stream<Path> points(Path run, CommandSpec command) {
        List<Path> files = KeptPoints.files(new RunDirectory(run));
        if (files.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s has no models kept at points: train or compare with --keep-points N, or rank without --points"
                            .formatted(run));
        }
        return files.stream();
    }

    /** Returns the card of the first model, after checking that all models are of its pair. */
    private ModelCard pair(CommandSpec command) {
        ModelCard first = null;
        for (Path path : models) {
            try (SavedModel saved = SavedModel.of(path)) {
                ModelCard card = saved.card();
                first = first == null ? card : first;
                if (!isSamePair(first, card)) {
                    throw new ParameterException(
                            command.commandLine(),
                            "the models must be of one pair: %s is of %s -> %s, %s of %s -> %s"
                                            .formatted(
                                                    models.get(0),
                                                    first.source(),
                                                    first.target(),
                                                    path,
                                                    card.source(),
                                                    card.target())
                                    + (isSameName(first, card) ? ", with other classes or from another folder" : ""));
                }
            }
        }
        return Objects.requireNonNull(first);
    }

    private static boolean isSameName(ModelCard one, ModelCard other) {
        return one.source().equals(other.source()) && one.target().equals(other.target());
    }

    private static boolean isSamePair(ModelCard one, ModelCard other) {
        return isSameName(one, other)
                && one.classNames().equals(other.classNames())
                && Objects.equals(one.directory(), other.directory());
    }

    private RankWriter.Entry entry(Path path, OpenSets sets, Precision precision) {
        try (SavedModel saved = SavedModel.of(path)) {
            ModelCard card = saved.card();
            Outputs outputs = saved.outputs(
                    sets.of(card, Domain.SOURCE, Split.TRAIN),
                    sets.of(card, Domain.TARGET, Split.TRAIN),
                    images,
                    precision);
            ExampleSet test = sets.of(card, Domain.TARGET, Split.TEST);
            Double accuracy = test.isLabeled()
                    ? (Double) saved.evaluate(test, card.statisticsFor(Domain.TARGET), precision)
                            .accuracy()
                    : null;
            return RankWriter.Entry.of(path.toString(), card.method(), card.seed(), outputs, accuracy);
        }
    }

    /** The datasets of the pair. Each is opened once, or once for every way in which models prepare a folder. */
    private static final class OpenSets implements AutoCloseable {
        private final DataLocation where;
        private final ExtractionListener listener;
        private final Map<Key, ExampleSet> sets = new HashMap<>();

        private record Key(
                Domain domain,
                Split split,
                @Nullable ImageInput input,
                @Nullable BackboneRecord backbone) {}

        OpenSets(DataLocation where, ExtractionListener listener) {
            this.where = where;
            this.listener = listener;
        }

        ExampleSet of(ModelCard card, Domain domain, Split split) {
            boolean isPrepared = card.takesImages() && DataCatalog.isFolder(card.nameOf(domain));
            Key key = new Key(domain, split, isPrepared ? card.imageInput(domain) : null, card.backbone());
            return sets.computeIfAbsent(key, missing -> card.open(card.nameOf(domain), split, where, domain, listener));
        }

        /** Returns what the target's examples are called, in the plural. */
        String things(ModelCard card) {
            return of(card, Domain.TARGET, Split.TRAIN).things();
        }

        @Override
        public void close() {
            sets.values().forEach(ExampleSet::close);
        }
    }
}
