package io.github.dann4j.experiment;

import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepLosses;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a folder what is told while trainings go: {@code metrics.jsonl}, {@code tensorboard} and {@code features.gif}, see
 * {@link RunDirectory}. To be closed behind the last training, however it ends; nothing is written before the first one begins.
 */
public final class RunRecorder implements ExperimentListener, AutoCloseable {
    private final MetricsLog metrics;
    private final @Nullable TensorBoardLog tensorBoard;
    private final ExperimentListener all;

    /**
     * @param settings what is trained
     * @param pair must outlive the recorder
     * @param withTensorBoard whether TensorBoard's files are written
     */
    public RunRecorder(RunDirectory directory, Comparison settings, DomainPair pair, boolean withTensorBoard) {
        this.metrics = new MetricsLog(directory, settings.recipe());
        this.tensorBoard = withTensorBoard ? new TensorBoardLog(directory, settings, pair) : null;
        ExperimentListener pictures = new FilmLog(directory, settings, pair);
        this.all = ExperimentListener.both(
                metrics, tensorBoard == null ? pictures : ExperimentListener.both(tensorBoard, pictures));
    }

    @Override
    public void started(MethodName method, long seed, int steps) {
        all.started(method, seed, steps);
    }

    @Override
    public void updated(StepContext context, StepLosses losses, long images) {
        all.updated(context, losses, images);
    }

    @Override
    public void measured(MethodName method, long seed, RunRecord.CurvePoint point, TrainingView view) {
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
