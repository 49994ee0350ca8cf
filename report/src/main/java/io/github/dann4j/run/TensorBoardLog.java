package io.github.dann4j.run;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.ImageBytes;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainingView;
import io.github.dann4j.files.FileException;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.report.ImageGrid;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.tensorboard.EventFile;
import io.github.dann4j.tensorboard.Histogram;
import io.github.dann4j.tensorboard.Projection;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the folder {@code tensorboard} during training, with one folder per training, METHOD-seedN: scalars at the
 * recorded steps, histograms of gradients at the points of the curves, inputs of both domains once, and, for the first
 * seed, the features of both domains at the end, for the embedding projector.
 */
final class TensorBoardLog implements ExperimentListener, Closeable {
    private static final int SHEET_IMAGES = 32;
    private static final int SHEET_COLUMNS = 8;
    private static final int SHEET_SIDE = 64;
    private static final int SPRITE_SIDE = 32;

    private final RunDirectory directory;
    private final Comparison settings;
    private final DomainPair pair;
    private final RecordedSteps recorded;
    private boolean fresh = true;
    private boolean inputsWritten;
    private long kept;
    private double rateFactor = 1;
    private @Nullable Path current;
    private @Nullable EventFile events;
    private RunRecord.@Nullable CurvePoint point;
    private double imagesPerSecond;

    /** @param directory is created, and older events in it are deleted, when the first training starts */
    TensorBoardLog(RunDirectory directory, Comparison settings, DomainPair pair) {
        this.directory = directory;
        this.settings = settings;
        this.pair = pair;
        this.recorded = RecordedSteps.of(settings.recipe().steps());
    }

    @Override
    public void started(MethodType<?> method, long seed, int steps) {
        close();
        point = null;
        inputsWritten = false;
        rateFactor = 1;
        current = folder(method.name(), seed);
        events = EventFile.in(current, kept);
        kept = 0;
    }

    @Override
    public void resumed(int done, long images, List<Rollback> rollbacks) {
        point = null;
        inputsWritten = done > 0;
        rateFactor = Rollback.factor(rollbacks);
    }

    /** Size in bytes of the event file of the current training. */
    long mark() {
        return events == null ? 0 : events.length();
    }

    /** Continues after the first {@code bytes} of the event file of the current training, or else of the next one. */
    void resumeAt(long bytes) {
        fresh = false;
        if (events != null && current != null) {
            close();
            events = EventFile.in(current, bytes);
        } else {
            kept = bytes;
        }
    }

    private static void image(EventFile events, String tag, UnlabeledExamples images) {
        ImageBytes some = images.images(Evaluator.sample(images.size(), SHEET_IMAGES), SHEET_SIDE);
        ImageGrid sheet = grid(some).magnifiedTo(SHEET_SIDE);
        events.image(0, tag, sheet.png(SHEET_COLUMNS), sheet.width(SHEET_COLUMNS), sheet.height(SHEET_COLUMNS));
    }

    private static ImageGrid grid(ImageBytes images) {
        return new ImageGrid(images.count(), images.height(), images.width(), images.channels(), images.bytes(), 1);
    }

    @Override
    public boolean wantsGradients() {
        return true;
    }

    @Override
    public void measured(MethodType<?> method, long seed, RunRecord.CurvePoint measured, TrainingView view) {
        point = measured;
        imagesPerSecond = view.imagesPerSecond();
        if (events != null
                && !inputsWritten
                && pair.targetTrain().areImages()) { // not at the start, so that the first step does not wait for them
            inputsWritten = true;
            image(events, "inputs/source", pair.sourceTrain().unlabeled());
            image(events, "inputs/target", pair.targetTrain());
        }
        FeatureGradients gradients = view.gradients();
        if (gradients != null) {
            histogram(measured.step(), "gradients/label_loss_at_the_features", gradients.label());
            histogram(measured.step(), "gradients/domain_loss_behind_the_reversal", gradients.domain());
            histogram(measured.step(), "gradients/both_losses_in_front_of_the_reversal", gradients.combined());
        }
    }

    private void histogram(int step, String tag, float @Nullable [] values) {
        if (events != null && values != null && Histogram.canBeOf(values)) {
            events.histogram(step, tag, Histogram.of(values));
        }
    }

    @Override
    public void updated(StepContext context, Terms losses, long images) {
        if (events == null || (point == null && !recorded.contains(context.step()))) {
            return;
        }
        Map<String, Double> scalars = new LinkedHashMap<>();
        losses.forEach((term, value) -> scalars.put(tag(term), value));
        scalars.put(
                "schedule/learning_rate",
                rateFactor * settings.recipe().learningRate().at(context.progress()));
        if (point != null) {
            scalars.put("accuracy_of_a_sample/source", point.sourceAccuracy());
            scalars.put("accuracy_of_a_sample/target", orNaN(point.targetAccuracy()));
            scalars.put("speed/images_per_second", imagesPerSecond);
        }
        events.scalars(context.step() + 1L, scalars);
        point = null;
    }

    @Override
    public void finished(RunRecord record, TrainingView view) {
        if (events == null) { // a method without a training of its own
            events = EventFile.in(folder(record.method(), record.seed()));
        }
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("final_accuracy/source", record.sourceAccuracy());
        scalars.put("final_accuracy/target", orNaN(record.targetAccuracy()));
        scalars.put("final_accuracy/domain", orNaN(record.domainAccuracy()));
        scalars.put("final_accuracy/target_entropy", record.signals().entropy());
        events.scalars(settings.recipe().steps(), scalars);
        close();
        if (record.seed() == settings.seeds().get(0)) {
            project(folder(record.method(), record.seed()), view);
        }
    }

    private void project(Path folder, TrainingView view) {
        SampleOfTests sample = SampleOfTests.of(pair, view);
        float[][] features = sample.features(view);
        boolean[] areTarget = sample.areTarget();
        int[] classes = sample.classes();
        List<String> names = pair.sourceTest().classNames();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            rows.add(List.of(
                    classes[i] < 0 ? "unknown" : names.get(classes[i]),
                    areTarget[i] ? "target" : "source",
                    areTarget[i] ? settings.target() : settings.source()));
        }
        new Projection("features", features, List.of("class", "domain", "set"), rows, sprite(sample, features.length))
                .write(folder);
    }

    private Projection.@Nullable Sprite sprite(SampleOfTests sample, int points) {
        if (!pair.targetTest().areImages()) {
            return null;
        }
        ImageGrid grid = grid(pair.sourceTest().unlabeled().images(sample.sourceImages(), SPRITE_SIDE))
                .followedBy(grid(pair.targetTest().images(sample.targetImages(), SPRITE_SIDE)));
        return new Projection.Sprite(grid.png(Projection.spriteColumns(points)), grid.imageWidth(), grid.imageHeight());
    }

    /**
     * One folder per kind, then the name in lower case: {@code loss/domain}, {@code gradient_norm/label_loss},
     * {@code share/mask_rate}.
     */
    private static String tag(Term term) {
        String name = term.name().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return switch (term.kind()) {
            case LOSS -> "loss/" + name.replaceFirst("_loss$", "");
            case FACTOR -> "schedule/" + name;
            case GRADIENT_NORM -> "gradient_norm/" + name.replaceFirst("_gradient$", "_loss");
            case SHARE -> "share/" + name;
        };
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private Path folder(String method, long seed) {
        Path all = directory.tensorBoard();
        try {
            if (fresh) {
                fresh = false;
                forgetOlderRuns(all);
            }
            return Files.createDirectories(all.resolve(String.format(Locale.ROOT, "%s-seed%d", method, seed)));
        } catch (IOException e) {
            throw new FileException("%s: cannot be written: %s".formatted(all, FileException.reason(e)), e);
        }
    }

    /**
     * Deletes the runs of an earlier comparison in the same folder; TensorBoard would show them among those of this
     * one.
     */
    private static void forgetOlderRuns(Path all) throws IOException {
        if (!Files.isDirectory(all)) {
            return;
        }
        List<Path> runs;
        try (Stream<Path> folders = Files.list(all)) {
            runs = folders.filter(Files::isDirectory).toList();
        }
        for (Path run : runs) {
            Files.deleteIfExists(run.resolve(EventFile.NAME));
            Files.deleteIfExists(run.resolve(Projection.CONFIG));
        }
    }

    @Override
    public void close() {
        if (events != null) {
            events.close();
            events = null;
        }
    }
}
