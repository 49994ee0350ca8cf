package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.app.cli.data.DownloadOptions;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.format.FolderWalk;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.data.name.BaseName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.Domain;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.predict.TrainingNeighbors;
import io.github.dann4j.predict.TrainingNeighbors.Neighbor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** {@code dann4j predict}: classifies images or rows of features with a saved model. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Classify images or rows of features with a saved model. Prints one CSV line or JSON object per example, or writes them to a file.",
            "Images may have any size and any supported format. Files that cannot be read are reported on standard error and skipped; the exit code is then 1.",
            ""
        },
        footer = {
            "",
            "Examples:  dann4j predict runs/mine photos/ more/*.jpg",
            "           dann4j predict runs/mine mnist-m --data DIR --json --out predictions.jsonl"
        })
public final class PredictCommand implements Callable<Integer> {
    private static final int BATCH = 64;

    /** Larger with neighbours, because each batch searches all training images once. */
    private static final int EXPLAINED_BATCH = 512;

    private static final int NEIGHBORS = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A folder written by 'train', or its model.safetensors.")
    private @Nullable Path model;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "INPUT",
            description =
                    "Image files, folders (with all files below them, links included), patterns such as 'photos/**.jpg', or datasets from 'data list'. For a model of features: files such as new.csv or csv:new.csv, with all their rows.")
    private List<String> inputs = List.of();

    @Option(
            names = "--split",
            paramLabel = "train|test",
            description = "Which split of a dataset (default: test; for a feature file all rows).")
    private @Nullable Split split;

    @Option(
            names = "--domain",
            paramLabel = "source|target",
            description =
                    "The domain that the images belong to; its batch statistics and its usual image size are used (default: source for the model's source dataset and for files in its folder, else target).")
    private @Nullable Domain domain;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "1",
            description = "Give the K most probable classes of each example (default: 1).")
    private int top = 1;

    @Option(
            names = "--explain",
            description =
                    "Also give the three training examples that are nearest in feature space; needs the datasets of the training.")
    private boolean explain;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            converter = ShareConverter.class,
            description =
                    "Predict only part I of N, with I from 0 to N-1, for a batch system that runs all N parts in parallel (default: 0/1). The name of a file below its INPUT alone decides which part it is in, so other files do not change that.")
    private Shard shard = Shard.ALL;

    @Option(names = "--json", description = "Print one JSON object per line instead of CSV.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this file instead of standard output; it is written completely or not at all.")
    private @Nullable Path out;

    @Mixin
    private CommonOptions.Cores cores = new CommonOptions.Cores();

    @Mixin
    private DownloadOptions data = new DownloadOptions();

    private long predicted;
    private long skipped;
    private String thing = "image";
    private @Nullable TrainingNeighbors neighbors;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        if (top < 1) {
            throw new ParameterException(command.commandLine(), "--top must be at least 1, got " + top);
        }
        List<PredictInput> resolved = inputs.stream()
                .map(input -> PredictInput.of(input, command.commandLine()))
                .toList();
        cores.apply();
        try (Opened opened = new Opened(Objects.requireNonNull(model))) {
            if (out == null) {
                write(opened, resolved, command.commandLine().getOut());
            } else {
                AtomicFile.write(out, stream -> {
                    BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
                    write(opened, resolved, writer);
                });
            }
        } catch (IOException e) {
            throw new FileException("cannot write the predictions: " + FileException.reason(e), e);
        }
        return summary(command.commandLine().getErr());
    }

    private int summary(PrintWriter err) {
        if (skipped > 0) {
            err.printf(Locale.ROOT, "dann4j: %,d of %,d %ss got no prediction%n", skipped, skipped + predicted, thing);
        } else if (!data.quiet()) {
            err.printf(Locale.ROOT, "%,d %s%s%n", predicted, thing, predicted == 1 ? "" : "s");
        }
        err.flush();
        return skipped > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    /** The model, opened once for each domain that is used. */
    private static final class Opened implements AutoCloseable {
        private final Path file;
        private final Map<Domain, Predictor> predictors = new EnumMap<>(Domain.class);

        Opened(Path file) {
            this.file = file;
            of(Domain.TARGET);
        }

        Predictor of(Domain domain) {
            return predictors.computeIfAbsent(domain, one -> new Predictor(SavedModel.of(file), one, Precision.FP32));
        }

        @Override
        public void close() {
            predictors.values().forEach(Predictor::close);
        }
    }

    private void write(Opened opened, List<PredictInput> resolved, Appendable to) throws IOException {
        Predictor any = opened.of(Domain.TARGET);
        thing = any.card().readsImages() ? "image" : "row";
        int classes = Math.min(top, any.card().classNames().size());
        if (explain) {
            neighbors = TrainingNeighbors.of(
                    any,
                    data.where(
                            List.of(Split.TRAIN),
                            any.card().source(),
                            any.card().target()),
                    data.extraction());
            CommonOptions.tell(neighbors.remarks(), Objects.requireNonNull(spec));
        }
        boolean files = resolved.stream()
                .anyMatch(input -> input instanceof PredictInput.DataSet set
                        && BaseName.of(set.name()).isFolder());
        PredictionWriter writer = json
                ? PredictionWriter.json(to, classes)
                : PredictionWriter.csv(to, classes, explain ? NEIGHBORS : 0, files);
        for (PredictInput input : resolved) {
            if (input instanceof PredictInput.DataSet set) {
                predictSet(opened, set.name(), writer);
            } else if (input instanceof PredictInput.ImageBytes images) {
                Domain whose = domain == null ? any.card().domainOf(images.root()) : domain;
                predictFiles(opened.of(whose), images, writer);
            }
        }
        writer.flush();
    }

    private int batch() {
        return explain ? EXPLAINED_BATCH : BATCH;
    }

    private void predictSet(Opened opened, String name, PredictionWriter writer) throws IOException {
        ModelCard card = opened.of(Domain.TARGET).card();
        DatasetInfo entry = DataCatalog.entry(name);
        if (split == null && DataCatalog.isFeatureFile(name)) {
            try (FeatureSet set = DataCatalog.allFeatures(name, data.where(List.of(Split.TEST), name))) {
                CommonOptions.tell(set.notes(), Objects.requireNonNull(spec));
                Domain whose = domain == null ? card.domainOf(entry, set::sha256) : domain;
                predictSet(opened.of(whose), set, set.name(), writer);
            }
            return;
        }
        Split part = split == null ? Split.TEST : split;
        DataLocation where = data.where(List.of(part), name);
        Domain whose = domain == null ? domainOf(card, entry, part, where) : domain;
        try (ExampleSet set = card.open(name, part, where, whose, data.extraction())) {
            if (shard.isPartial() && set.fileOf(0) != null) {
                CommonOptions.tell(
                        List.of(
                                "%s: --shard divides these images by their order; do not add or remove files before all parts are done"
                                        .formatted(set.name())),
                        Objects.requireNonNull(spec));
            }
            predictSet(opened.of(whose), set, "%s %s".formatted(set.name(), part.label()), writer);
        }
    }

    /** @param label name of the dataset in the output */
    private void predictSet(Predictor predictor, ExampleSet set, String label, PredictionWriter writer)
            throws IOException {
        int end = shard.to(set.size());
        for (int from = shard.from(set.size()); from < end; from += batch()) {
            int to = Math.min(end, from + batch());
            List<Prediction> predictions = predictor.predict(set, from, to);
            List<List<Neighbor>> near =
                    neighbors == null ? List.of() : neighbors.nearest(predictor.features(set, from, to), NEIGHBORS);
            for (int i = 0; i < predictions.size(); i++) {
                write(
                        writer,
                        new PredictionWriter.Line(
                                label,
                                from + i,
                                set.fileOf(from + i),
                                predictions.get(i),
                                near.isEmpty() ? List.of() : near.get(i)));
            }
            writer.flush();
        }
    }

    private static Domain domainOf(ModelCard card, DatasetInfo entry, Split part, DataLocation where) {
        return card.domainOf(entry, () -> {
            try (ExampleSet stored = DataCatalog.examples(entry.name(), part, where, GeneratedSize.defaults())) {
                return stored.sha256();
            }
        });
    }

    private void predictFiles(Predictor predictor, PredictInput.ImageBytes images, PredictionWriter writer)
            throws IOException {
        Iterator<FolderWalk.Found> files = images.iterator();
        if (!files.hasNext()) {
            skip("dann4j: %s: no files found".formatted(images.given()));
        }
        while (files.hasNext()) {
            List<FolderWalk.Found> some = new ArrayList<>();
            while (files.hasNext() && some.size() < batch()) {
                FolderWalk.Found file = files.next();
                if (images.isDealt(file.path(), shard)) {
                    some.add(file);
                }
            }
            predictFiles(predictor, some, writer);
        }
    }

    /** A file after reading: its pixels at the input size, or the reason why there are none. */
    private record Prepared(Path file, byte @Nullable [] pixels, String problem) {}

    private void predictFiles(Predictor predictor, List<FolderWalk.Found> files, PredictionWriter writer)
            throws IOException {
        List<Prepared> prepared =
                files.parallelStream().map(file -> prepared(predictor, file)).toList();
        List<Path> good = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        for (Prepared one : prepared) {
            if (one.pixels() == null) {
                skip("dann4j: %s: skipped: %s".formatted(one.file(), one.problem()));
            } else {
                good.add(one.file());
                pixels.add(one.pixels());
            }
        }
        if (good.isEmpty()) {
            return;
        }
        List<Prediction> predictions = predictor.predictPrepared(pixels);
        List<List<Neighbor>> near =
                neighbors == null ? List.of() : neighbors.nearest(predictor.features(pixels), NEIGHBORS);
        for (int i = 0; i < good.size(); i++) {
            write(
                    writer,
                    new PredictionWriter.Line(
                            good.get(i).toString(),
                            null,
                            null,
                            predictions.get(i),
                            near.isEmpty() ? List.of() : near.get(i)));
        }
        writer.flush();
    }

    /** Writes a prediction. One that is not finite is reported and skipped, like an image that cannot be read. */
    private void write(PredictionWriter writer, PredictionWriter.Line line) throws IOException {
        if (line.prediction().isFinite()) {
            writer.write(line);
            predicted++;
        } else {
            String index = line.index() == null ? "" : String.format(Locale.ROOT, " %d", line.index());
            skip("dann4j: %s%s: skipped: %s".formatted(line.image(), index, Prediction.NOT_FINITE));
        }
    }

    private static Prepared prepared(Predictor predictor, FolderWalk.Found found) {
        Cancellation.check("the prediction");
        Path file = found.path();
        if (found.problem() != null) {
            return new Prepared(file, null, found.problem());
        }
        try {
            return new Prepared(file, predictor.prepare(DecodedImage.read(file)), "");
        } catch (ImageException | DataException e) {
            return new Prepared(file, null, String.valueOf(e.getMessage()));
        }
    }

    private void skip(String line) {
        skipped++;
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(ShownText.of(line));
        err.flush();
    }
}
