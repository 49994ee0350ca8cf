package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.app.cli.train.TrainingMeter.Standing;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of trainings on standard error: a bar with rates and time left on a terminal, else a line from
 * time to time.
 */
public abstract sealed class Progress implements ExperimentListener, AutoCloseable {
    /**
     * The system property by which the launcher says whether standard error is a terminal; Java cannot find out by
     * itself.
     */
    private static final String TERMINAL = "dann4j.terminal";

    /** Creates the kind of progress that fits, for all trainings of a comparison. */
    public static Progress to(PrintWriter err, boolean quiet, Comparison comparison) {
        return to(err, quiet, comparison, System::nanoTime);
    }

    /** @param clock returns nanoseconds */
    static Progress to(PrintWriter err, boolean quiet, Comparison comparison, LongSupplier clock) {
        if (quiet) {
            return new Nothing();
        }
        TrainingMeter meter = new TrainingMeter(comparison, clock);
        return Boolean.getBoolean(TERMINAL) ? new Bar(meter) : new Lines(err, meter);
    }

    @Override
    public void close() {}

    private static String rollback(MethodType<?> method, long seed, Rollback rollback) {
        return String.format(
                Locale.ROOT,
                "%s, seed %d: diverged at step %d; going back to step %d, with the learning rate times %s",
                method,
                seed,
                rollback.step(),
                rollback.backTo(),
                rollback.learningRateFactor());
    }

    private static String result(RunRecord record) {
        Double target = record.targetAccuracy();
        return String.format(
                Locale.ROOT,
                "%s, seed %d: target accuracy %s, source %.2f %%",
                record.method(),
                record.seed(),
                target == null ? "unknown" : String.format(Locale.ROOT, "%.2f %%", 100 * target),
                100 * record.sourceAccuracy());
    }

    /** For {@code --quiet}. */
    private static final class Nothing extends Progress {}

    /**
     * For files and pipes: ten lines per training, and one more after the first seconds if the first tenth takes
     * longer.
     */
    private static final class Lines extends Progress {
        private static final int LINES = 10;
        private static final double EARLY_SECONDS = 3;

        private final PrintWriter err;
        private final TrainingMeter meter;
        private boolean hasShownTimeLeft;

        Lines(PrintWriter err, TrainingMeter meter) {
            this.err = err;
            this.meter = meter;
        }

        @Override
        public void started(MethodType<?> method, long seed, int steps) {
            meter.started(method, seed, steps);
            hasShownTimeLeft = false;
            err.printf(Locale.ROOT, "%s: %d steps%n", meter.title(), steps);
            err.flush();
        }

        @Override
        public void skipped(RunRecord record) {
            meter.skipped(Methods.of(record.method()));
            err.println(Progress.result(record) + " (already done)");
            err.flush();
        }

        @Override
        public void wentBack(MethodType<?> method, long seed, Rollback rollback) {
            err.println(Progress.rollback(method, seed, rollback));
            err.flush();
        }

        @Override
        public void resumed(int done, long images, List<Rollback> rollbacks) {
            meter.resumed(done, images);
            err.printf(Locale.ROOT, "resuming after step %d%n", done);
            err.flush();
        }

        @Override
        public void updated(StepContext context, Terms losses, long images) {
            Standing standing = meter.updated(context, losses, images);
            int done = context.step() + 1;
            boolean isTenth = (long) done * LINES / context.steps() > (long) context.step() * LINES / context.steps();
            if (isTenth || (!hasShownTimeLeft && standing.seconds() >= EARLY_SECONDS)) {
                hasShownTimeLeft = true;
                err.println(ProgressLine.line(standing));
                err.flush();
            }
        }

        @Override
        public void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point) {
            meter.measured(point);
        }

        @Override
        public void finished(RunRecord record) {
            err.println(result(record));
            err.flush();
        }
    }

    /** For terminals: one bar per training, redrawn a few times a second by a separate thread. */
    private static final class Bar extends Progress {
        private static final int REFRESH_MILLIS = 250;

        private final TrainingMeter meter;
        private @Nullable ProgressBar bar;
        private volatile @Nullable Standing standing;

        Bar(TrainingMeter meter) {
            this.meter = meter;
        }

        @Override
        public void started(MethodType<?> method, long seed, int steps) {
            close();
            meter.started(method, seed, steps);
            String title = meter.title();
            bar = new ProgressBarBuilder()
                    .setInitialMax(steps)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .setRenderer((progress, width) -> text(title, width))
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }

        private String text(String title, int width) {
            Standing now = standing;
            return now == null ? title : ProgressLine.bar(title, now, width);
        }

        @Override
        public void skipped(RunRecord record) {
            close();
            meter.skipped(Methods.of(record.method()));
            System.err.println(Progress.result(record) + " (already done)");
        }

        @Override
        public void wentBack(MethodType<?> method, long seed, Rollback rollback) {
            System.err.println(Progress.rollback(method, seed, rollback));
        }

        @Override
        public void resumed(int done, long images, List<Rollback> rollbacks) {
            meter.resumed(done, images);
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        @Override
        public void updated(StepContext context, Terms losses, long images) {
            standing = meter.updated(context, losses, images);
            if (bar != null) {
                bar.step();
            }
        }

        @Override
        public void measured(MethodType<?> method, long seed, RunRecord.CurvePoint point) {
            meter.measured(point);
        }

        @Override
        public void finished(RunRecord record) {
            close();
            System.err.println(result(record));
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close(); // draws the bar one last time
                bar = null;
                standing = null;
            }
        }
    }
}
