package io.github.dann4j.experiment;

import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.report.LearningCurves;
import io.github.dann4j.report.LearningCurves.Curve;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder that a comparison or a training leaves behind.
 *
 * <ul>
 *   <li>{@code results.json}: everything measured, see {@link ComparisonRecord}
 *   <li>{@code curves.png}: the learning curves
 *   <li>{@code model.safetensors}: the trained network, of a single training
 * </ul>
 */
public record RunDirectory(Path folder) {
    /**
     * The folder, checked before hours are spent; it is made when there is something to put into it.
     *
     * @throws FileException if it cannot be made or written to
     */
    public static RunDirectory in(Path folder) {
        Path existing = folder.toAbsolutePath();
        for (Path parent = existing.getParent();
                !Files.exists(existing) && parent != null;
                parent = parent.getParent()) {
            existing = parent;
        }
        try {
            Files.delete(Files.createTempFile(existing, ".writable", ".tmp"));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        return new RunDirectory(folder);
    }

    private static FileException unwritable(Path folder, IOException e) {
        return new FileException(
                "cannot write to the output folder %s: %s; give another one with --out"
                        .formatted(folder, FileException.reason(e)),
                e);
    }

    /** Makes the folder if it is not there yet. */
    public Path make() {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** The first of {@code NAME}, {@code NAME-2}, {@code NAME-3}, ... in {@code parent} that is not there yet. */
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

    public Path model() {
        return folder.resolve("model.safetensors");
    }

    /** Writes {@code results.json} and {@code curves.png}, each whole or not at all. */
    public void write(ComparisonRecord record) {
        make();
        AtomicFile.write(results(), out -> out.write(json(record).getBytes(StandardCharsets.UTF_8)));
        AtomicFile.write(curves(), out -> LearningCurves.writePng(out, title(record), curves(record)));
    }

    /** Writes the trained network with what its use needs. */
    public void write(TrainedRun run, Comparison settings, DomainPair pair) {
        make();
        SavedModel.write(
                model(),
                run.network(),
                new SavedModel.Card(
                        run.record().method(),
                        settings.source(),
                        settings.target(),
                        run.record().seed(),
                        pair.sourceTrain().classNames(),
                        settings.recipe().network(),
                        settings.recipe().preprocessing(),
                        pair.normalisation(),
                        run.targetStatistics()));
    }

    /** The text of {@code results.json}. */
    public static String json(ComparisonRecord record) {
        return RunJson.write(record);
    }

    private static String title(ComparisonRecord record) {
        return "%s → %s".formatted(record.source(), record.target());
    }

    private static List<Curve> curves(ComparisonRecord record) {
        List<Curve> curves = new ArrayList<>();
        for (MethodName method : MethodName.values()) {
            List<RunRecord> runs = record.runs().stream()
                    .filter(run ->
                            run.method().equals(method.label()) && !run.curve().isEmpty())
                    .toList();
            if (!runs.isEmpty()) {
                curves.add(curve(method, runs));
            }
        }
        return curves;
    }

    /** The mean over the seeds at each point. */
    private static Curve curve(MethodName method, List<RunRecord> runs) {
        List<Curve.Point> points = new ArrayList<>();
        for (int i = 0; i < runs.get(0).curve().size(); i++) {
            int at = i;
            List<RunRecord.CurvePoint> same =
                    runs.stream().map(run -> run.curve().get(at)).toList();
            points.add(new Curve.Point(
                    same.get(0).step(),
                    same.stream()
                            .mapToDouble(p -> p.targetAccuracy() == null ? Double.NaN : p.targetAccuracy())
                            .average()
                            .orElseThrow(),
                    same.stream()
                            .mapToDouble(RunRecord.CurvePoint::labelLoss)
                            .average()
                            .orElseThrow(),
                    same.stream()
                            .mapToDouble(p -> p.domainLoss() == null ? Double.NaN : p.domainLoss())
                            .average()
                            .orElseThrow()));
        }
        return new Curve(method.title(), points);
    }
}
