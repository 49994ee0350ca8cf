package io.github.dann4j.run;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainingView;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.GrowingFile;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepExchange;
import io.github.dann4j.train.Terms;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code metrics.jsonl} during training, one JSON object per line. Each line is written in one piece as soon as
 * it is known, so that other programs can follow, and a killed process leaves at most its last line incomplete.
 */
final class MetricsLog implements ExperimentListener, Closeable {
    private final RunDirectory directory;
    private final Recipe recipe;
    private final RecordedSteps recorded;
    private @Nullable GrowingFile file;
    private long kept;
    private double rateFactor = 1;
    private String method = "";
    private long seed;
    private RunRecord.@Nullable CurvePoint point;
    private double imagesPerSecond;
    private @Nullable StepExchange exchange;

    /**
     * A step.
     *
     * @param step steps done
     * @param progress share of the training's steps that are done, in (0, 1]
     * @param terms what the method reports for this step alone; null for a value that is not finite
     * @param exchange the exchanges of the step; only with several workers
     * @param sourceAccuracy on a sample of the test set; only at the points of the curves, as the following values
     */
    private record Step(
            String event,
            String method,
            long seed,
            int step,
            int steps,
            double progress,
            @JsonAnyGetter Map<String, @Nullable Double> terms,
            @Nullable Double learningRate,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double sourceAccuracy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double targetAccuracy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Double imagesPerSecond,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            StepExchange exchange) {}

    /** The end of a training, with the values of {@link RunRecord} on whole test sets. */
    private record Result(
            String event,
            String method,
            long seed,
            @Nullable Double targetAccuracy,
            @Nullable Double sourceAccuracy,
            @Nullable Double domainAccuracy,
            @Nullable Double seconds,
            @Nullable Double imagesPerSecond) {}

    /** A training has diverged and returns to an earlier state. */
    private record Back(String event, String method, long seed, int step, int backTo, double learningRateFactor) {}

    /** @param directory is created, and an older file in it replaced, when the first training starts */
    MetricsLog(RunDirectory directory, Recipe recipe) {
        this.directory = directory;
        this.recipe = recipe;
        this.recorded = RecordedSteps.of(recipe.steps());
    }

    @Override
    public void started(MethodType<?> name, long itsSeed, int steps) {
        method = name.name();
        seed = itsSeed;
        point = null;
        rateFactor = 1;
    }

    @Override
    public void wentBack(MethodType<?> name, long itsSeed, Rollback rollback) {
        append(new Back(
                "back", name.name(), itsSeed, rollback.step(), rollback.backTo(), rollback.learningRateFactor()));
    }

    @Override
    public void resumed(int done, long images, List<Rollback> rollbacks) {
        point = null;
        rateFactor = Rollback.factor(rollbacks);
    }

    @Override
    public void measured(MethodType<?> name, long itsSeed, RunRecord.CurvePoint measured, TrainingView view) {
        point = measured;
        imagesPerSecond = view.imagesPerSecond();
    }

    @Override
    public void exchanged(StepExchange ofThisUpdate) {
        exchange = ofThisUpdate;
    }

    @Override
    public void updated(StepContext context, Terms losses, long images) {
        if (point == null && !recorded.contains(context.step())) {
            return;
        }
        int done = context.step() + 1;
        Map<String, @Nullable Double> terms = new LinkedHashMap<>();
        losses.forEach((term, value) -> terms.put(term.name(), finite(value)));
        append(new Step(
                "step",
                method,
                seed,
                done,
                context.steps(),
                (double) done / context.steps(),
                terms,
                finite(rateFactor * recipe.learningRate().at(context.progress())),
                point == null ? null : finite(point.sourceAccuracy()),
                point == null ? null : point.targetAccuracy(),
                point == null ? null : finite(imagesPerSecond),
                exchange));
        point = null;
    }

    @Override
    public void finished(RunRecord record, TrainingView view) {
        append(new Result(
                "result",
                record.method(),
                record.seed(),
                record.targetAccuracy(),
                finite(record.sourceAccuracy()),
                record.domainAccuracy(),
                finite(record.seconds()),
                finite(record.imagesPerSecond())));
    }

    /** Replaces NaN and infinity by null, because JSON has neither. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private void append(Object line) {
        open().append(RunJson.line(line).getBytes(StandardCharsets.UTF_8));
    }

    private GrowingFile open() {
        if (file == null) {
            directory.make();
            file = new GrowingFile(directory.metrics(), kept);
        }
        return file;
    }

    Path path() {
        return directory.metrics();
    }

    /** Size of the file in bytes, flushed to disk. */
    long mark() {
        if (file == null) {
            return kept;
        }
        file.sync();
        return file.length();
    }

    /** Continues after the first {@code bytes}; if there are fewer, after the last complete line. */
    void resumeAt(long bytes) {
        close();
        file = null;
        kept = Math.min(bytes, wholeLines(bytes));
    }

    private long wholeLines(long bytes) {
        Path path = directory.metrics();
        try {
            if (!Files.exists(path) || Files.size(path) >= bytes) {
                return Files.exists(path) ? bytes : 0;
            }
            byte[] all = Files.readAllBytes(path);
            int end = all.length;
            while (end > 0 && all[end - 1] != '\n') {
                end--;
            }
            return end;
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(path, FileException.reason(e)), e);
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
