package io.github.dann4j.run;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.LogMarks;
import io.github.dann4j.experiment.ResumableLog;
import io.github.dann4j.experiment.TrainingView;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepExchange;
import io.github.dann4j.train.Terms;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the progress of trainings into a folder: {@code metrics.jsonl}, {@code tensorboard} and {@code features.gif},
 * see {@link RunDirectory}. Close it after the last training, however that ends; nothing is written before the first
 * one starts.
 */
public final class RunRecorder implements ExperimentListener, ResumableLog, AutoCloseable {
    private final MetricsLog metrics;
    private final @Nullable TensorBoardLog tensorBoard;
    private final ExperimentListener all;

    /** Creates a recorder for a run that cannot be resumed. */
    public RunRecorder(RunDirectory directory, Comparison settings, DomainPair pair, boolean withTensorBoard) {
        this(directory, settings, pair, withTensorBoard, FilmFrames.inMemory());
    }

    private RunRecorder(
            RunDirectory directory, Comparison settings, DomainPair pair, boolean withTensorBoard, FilmFrames frames) {
        this.metrics = new MetricsLog(directory, settings.recipe());
        this.tensorBoard = withTensorBoard ? new TensorBoardLog(directory, settings, pair) : null;
        ExperimentListener film = new FilmLog(directory, settings, pair, frames);
        this.all = ExperimentListener.both(
                metrics, tensorBoard == null ? film : ExperimentListener.both(tensorBoard, film));
    }

    /**
     * Creates a recorder for a run with {@link Checkpoints}: data that cannot be computed again is kept beside them, in
     * the same folder.
     *
     * @param settings what is trained
     * @param pair must outlive the recorder
     * @param withTensorBoard whether TensorBoard's files are written
     */
    public static RunRecorder kept(
            RunDirectory directory, Comparison settings, DomainPair pair, boolean withTensorBoard) {
        return new RunRecorder(directory, settings, pair, withTensorBoard, FilmFrames.in(directory.checkpoints()));
    }

    @Override
    public Path metrics() {
        return metrics.path();
    }

    @Override
    public LogMarks marks() {
        return new LogMarks(metrics.mark(), tensorBoard == null ? 0 : tensorBoard.mark());
    }

    @Override
    public void resumeAt(LogMarks marks) {
        metrics.resumeAt(marks.metrics());
        if (tensorBoard != null) {
            tensorBoard.resumeAt(marks.events());
        }
    }

    @Override
    public void started(MethodType<?> method, long seed, int steps) {
        all.started(method, seed, steps);
    }

    @Override
    public void skipped(RunRecord record) {
        all.skipped(record);
    }

    @Override
    public void wentBack(MethodType<?> method, long seed, Rollback rollback) {
        all.wentBack(method, seed, rollback);
    }

    @Override
    public void resumed(int done, long images, List<Rollback> rollbacks) {
        all.resumed(done, images, rollbacks);
    }

    @Override
    public void exchanged(StepExchange exchange) {
        all.exchanged(exchange);
    }

    @Override
    public void updated(StepContext context, Terms losses, long images) {
        all.updated(context, losses, images);
    }

    @Override
    public void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point, TrainingView view) {
        all.measured(method, seed, point, view);
    }

    @Override
    public boolean wantsGradients() {
        return all.wantsGradients();
    }

    @Override
    public void finished(RunRecord record, TrainingView view) {
        all.finished(record, view);
    }

    @Override
    public void close() {
        try {
            metrics.close();
        } finally {
            if (tensorBoard != null) {
                tensorBoard.close();
            }
        }
    }
}
