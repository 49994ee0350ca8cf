package io.github.dann4j.paper.image;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import io.github.dann4j.paper.PaperJson;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.result.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Table 2 of Ganin et al., JMLR 2016: source only, subspace alignment, DANN and train on target on digits and road
 * signs, with preset {@code paper}. A finished training is a file of the folder, so an interrupted table continues with
 * the training that was interrupted.
 */
public final class ImageTable {
    private static final String FILE = "table.json";

    private final ImageSettings settings;
    private final DataLocation where;
    private final Path folder;
    private final ImageListener listener;
    private final List<ImageTraining> trainings = new ArrayList<>();

    private ImageTable(ImageSettings settings, DataLocation where, Path folder, ImageListener listener) {
        this.settings = settings;
        this.where = where;
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * Computes the table, and writes {@code table.json} and a file for each training.
     *
     * @param folder is created if it does not exist; trainings that it has are not repeated
     * @throws io.github.dann4j.data.DataException if a dataset is missing; the message says how to get it
     * @throws FileException if the folder has trainings of other settings, or cannot be used
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     * @throws io.github.dann4j.train.TrainingException if a training diverges
     */
    public static ImageRecord compute(ImageSettings settings, DataLocation where, Path folder, ImageListener listener) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FileException("%s: cannot be created: %s".formatted(folder, FileException.reason(e)), e);
        }
        try (FolderLock lock = FolderLock.of(folder)) {
            if (lock == null) {
                throw new FileException(
                        "%s: another process works in this folder; wait for it, or choose another folder with --out"
                                .formatted(folder));
            }
            return new ImageTable(settings, where, folder, listener).run();
        }
    }

    private ImageRecord run() {
        for (ImagePair pair : settings.pairs()) {
            Recipe preset = Preset.PAPER.recipe(DataCatalog.entry(pair.source()), DataCatalog.entry(pair.target()));
            Recipe recipe = settings.steps() == 0 ? preset : preset.withSteps(settings.steps());
            try (DomainPair domains =
                    new DomainPair(pair.source(), pair.target(), recipe, where, GeneratedSize.defaults())) {
                domains.remarks().forEach(listener::remark);
                for (long seed : settings.seeds()) {
                    for (MethodType<?> method : ImageMethod.trainings()) {
                        Comparison one = new Comparison(
                                pair.source(),
                                pair.target(),
                                Preset.PAPER.label(),
                                recipe,
                                List.of(method),
                                List.of(seed));
                        trainings.add(trained(pair, one, domains));
                    }
                }
            }
        }
        ImageRecord table = ImageRecord.of(settings, trainings);
        PaperJson.write(folder.resolve(FILE), table);
        return table;
    }

    private ImageTraining trained(ImagePair pair, Comparison one, DomainPair domains) {
        MethodType<?> method = one.methods().get(0);
        long seed = one.seeds().get(0);
        Path file = folder.resolve(String.format(Locale.ROOT, "%s-%s-%d.json", pair.label(), method.name(), seed));
        String recipe = sum(RunJson.write(one.recipe()) + domains.records());
        ImageTraining known = known(file, recipe);
        if (known != null) {
            listener.finished(known, true);
            return known;
        }
        Cancellation.check("the table; finished trainings are kept");
        int all = settings.pairs().size()
                * settings.seeds().size()
                * ImageMethod.trainings().size();
        Experiment experiment = new Experiment(
                domains, one.recipe(), settings.precision(), listener.began(pair, one, trainings.size(), all));
        try (TrainedRun run = experiment.train(method, seed)) {
            ImageTraining training = training(pair, recipe, one.recipe().steps(), run, domains);
            PaperJson.write(file, training);
            listener.finished(training, false);
            return training;
        }
    }

    private ImageTraining training(ImagePair pair, String recipe, int steps, TrainedRun run, DomainPair domains) {
        RunRecord record = run.record();
        boolean onSource = !record.method().equals(SourceOnly.ON_TARGET.name());
        LastLayer layer = null;
        if (onSource) {
            listener.replacesLastLayer();
            layer = new LastLayer(run, domains, settings.precision());
        }
        return new ImageTraining(
                pair,
                record.method(),
                record.seed(),
                recipe,
                steps,
                settings.precision(),
                settings.threads(),
                domains.sourceTrain().size(),
                domains.targetTrain().size(),
                Objects.requireNonNull(record.targetAccuracy()),
                record.sourceAccuracy(),
                record.domainAccuracy(),
                layer == null ? null : layer.svm(),
                layer != null && record.method().equals(SourceOnly.TYPE.name()) ? layer.aligned() : null,
                layer == null ? null : layer.distance(record.seed()),
                record.seconds());
    }

    private @Nullable ImageTraining known(Path file, String recipe) {
        if (!Files.exists(file)) {
            return null;
        }
        ImageTraining known = PaperJson.read(file, ImageTraining.class);
        if (!known.recipe().equals(recipe)
                || known.precision() != settings.precision()
                || known.threads() != settings.threads()) {
            throw new FileException(String.format(
                    Locale.ROOT,
                    "%s: was computed with another recipe or other data, or not in %s with %d threads (it has %d steps, %s, %d threads); give the same settings or another --out",
                    file,
                    settings.precision().label(),
                    settings.threads(),
                    known.steps(),
                    known.precision().label(),
                    known.threads()));
        }
        return known;
    }

    private static String sum(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
