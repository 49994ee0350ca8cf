package io.github.dann4j.run;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.report.Fonts;
import io.github.dann4j.report.LearningCurves;
import io.github.dann4j.report.LearningCurves.Curve;
import io.github.dann4j.report.Report;
import io.github.dann4j.report.ReportPage;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.snapshot.ReportContent;
import io.github.dann4j.snapshot.ReportException;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.train.Term;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The output folder of a comparison or a training.
 *
 * <ul>
 *   <li>{@code run.json}: the origin of the run, and what it needs to resume, see {@link RunFile}
 *   <li>{@code config.yaml}: every option with its value
 *   <li>{@code checkpoints}: states to resume from, while it runs
 *   <li>{@code results.json}: everything measured, see {@link ComparisonRecord}
 *   <li>{@code curves.png}: the learning curves
 *   <li>{@code metrics.jsonl}: losses and accuracies line by line, written during training
 *   <li>{@code tensorboard}: the same and more for TensorBoard, one folder per training
 *   <li>{@code features.gif}: how the features of both domains move during training
 *   <li>{@code report.html}: everything on one self-contained page
 *   <li>{@code model.safetensors}: the trained network, for a single training
 *   <li>{@code backbone.path}: where the file of its backbone is, if it has one
 *   <li>{@code points}: the networks during training, if they are kept, see {@link KeptPoints}
 * </ul>
 */
public record RunDirectory(Path folder) {
    /**
     * Returns the folder, after checking early that it can be used; it is created when there is something to write.
     *
     * @throws FileException if it cannot be created or written to
     */
    public static RunDirectory in(Path folder) {
        Path existing = folder.toAbsolutePath();
        for (Path parent = existing.getParent();
                !Files.exists(existing) && parent != null;
                parent = parent.getParent()) {
            existing = parent;
        }
        try {
            AtomicFile.tryIn(existing);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        return new RunDirectory(folder);
    }

    private static FileException unwritable(Path folder, IOException e) {
        return new FileException(
                "cannot write to the output folder %s: %s; choose another one with --out"
                        .formatted(folder, FileException.reason(e)),
                e);
    }

    /** Creates the folder if it does not exist. */
    public Path make() {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /**
     * Deletes files that a killed process left incomplete, in every folder of the run; no other process may write
     * there.
     */
    void deleteLeftovers() {
        AtomicFile.deleteLeftovers(folder);
        AtomicFile.deleteLeftovers(checkpoints());
        AtomicFile.deleteLeftovers(points());
        if (Files.isDirectory(tensorBoard())) {
            try (Stream<Path> trainings = Files.list(tensorBoard())) {
                trainings.filter(Files::isDirectory).forEach(AtomicFile::deleteLeftovers);
            } catch (IOException e) {
                // Leftovers take up space, but do no other harm.
            }
        }
    }

    /** Returns the first of {@code NAME}, {@code NAME-2}, {@code NAME-3}, ... in {@code parent} that does not exist. */
    public static Path unused(Path parent, String name) {
        Path folder = parent.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = parent.resolve(name + "-" + i);
        }
        return folder;
    }

    public Path results() {
        return folder.resolve("results.json");
    }

    public Path curves() {
        return folder.resolve("curves.png");
    }

    public Path metrics() {
        return folder.resolve("metrics.jsonl");
    }

    public Path tensorBoard() {
        return folder.resolve("tensorboard");
    }

    public Path film() {
        return folder.resolve("features.gif");
    }

    public Path report() {
        return folder.resolve("report.html");
    }

    public Path run() {
        return folder.resolve("run.json");
    }

    public Path config() {
        return folder.resolve("config.yaml");
    }

    /** Deleted when the run has ended. */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** The models that a training kept at its points; there only if it keeps any. */
    public Path points() {
        return folder.resolve("points");
    }

    public Path model() {
        return folder.resolve(SavedModel.FILE);
    }

    /** Writes {@code results.json} and, if {@linkplain Fonts text can be drawn}, {@code curves.png}, each atomically. */
    public void write(ComparisonRecord record) {
        make();
        AtomicFile.write(results(), out -> out.write(json(record).getBytes(StandardCharsets.UTF_8)));
        if (Fonts.missing().isEmpty()) {
            AtomicFile.write(curves(), out -> LearningCurves.writePng(out, title(record), curves(record)));
        }
    }

    /**
     * Writes {@code report.html} atomically. Takes a few seconds and temporary native memory.
     *
     * @param snapshots snapshots of the networks
     * @param command that reproduces the results
     * @param progress receives one line when a part starts
     * @throws ReportException if the report cannot be made, or a snapshot could not
     * @throws CancellationException when the thread is interrupted
     */
    public void writeReport(
            ComparisonRecord record, ReportSnapshots snapshots, String command, Consumer<String> progress) {
        try {
            snapshots.requireWhole();
            make();
            Report report = ReportContent.of(record, snapshots, command, progress);
            AtomicFile.write(report(), out -> ReportPage.write(report, out));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new ReportException(
                    "%s was not written: %s; the results are in %s, and --no-report skips the report"
                            .formatted(report(), e.getMessage(), results()),
                    e);
        }
    }

    /** Writes the trained network with everything its use needs. */
    public void write(TrainedRun run, Comparison settings, DomainPair pair) {
        make();
        SavedModel.write(
                model(), run.network(), run.card(pair, settings.source(), settings.target()), pair.trainingExamples());
    }

    /** Returns the text of {@code results.json}. */
    public static String json(ComparisonRecord record) {
        return RunJson.write(record);
    }

    private static String title(ComparisonRecord record) {
        int seeds = record.rows().get(0).seeds().size();
        return "%s → %s, %s%s"
                .formatted(
                        record.source(),
                        record.target(),
                        record.preset(),
                        seeds == 1
                                ? ""
                                : String.format(Locale.ROOT, ": mean over %d seeds, each seed in a pale line", seeds));
    }

    private static List<Curve> curves(ComparisonRecord record) {
        List<Curve> curves = new ArrayList<>();
        for (MethodType<?> method : Methods.all()) {
            List<List<Curve.Point>> seeds = record.runs().stream()
                    .filter(run ->
                            run.method().equals(method.name()) && !run.curve().isEmpty())
                    .map(run -> run.curve().stream().map(RunDirectory::point).toList())
                    .toList();
            if (!seeds.isEmpty()) {
                curves.add(new Curve(method.title(), seeds));
            }
        }
        return curves;
    }

    private static Curve.Point point(RunRecord.CurvePoint point) {
        return new Curve.Point(
                point.step(),
                orNaN(point.targetAccuracy()),
                orNaN(point.term(Term.LABEL_LOSS)),
                orNaN(point.term(Term.DOMAIN_LOSS)));
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
