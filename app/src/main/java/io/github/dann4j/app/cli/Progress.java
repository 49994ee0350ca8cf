package io.github.dann4j.app.cli;

import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.MethodName;
import io.github.dann4j.experiment.RunRecord;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepLosses;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows trainings on standard error: a bar with rate and time left on a terminal, a line now and then elsewhere. */
abstract sealed class Progress implements ExperimentListener, AutoCloseable {
    /** The launcher says here whether standard error is a terminal; Java alone cannot tell it from standard output. */
    private static final String TERMINAL = "dann4j.terminal";

    /** The kind of progress that fits. */
    static Progress to(PrintWriter err, boolean quiet) {
        if (quiet) {
            return new Nothing();
        }
        return Boolean.getBoolean(TERMINAL) ? new Bar() : new Lines(err);
    }

    @Override
    public void close() {}

    private static String losses(StepLosses losses) {
        return Double.isNaN(losses.domainLoss())
                ? String.format(Locale.ROOT, "label loss %.3f", losses.labelLoss())
                : String.format(
                        Locale.ROOT, "label loss %.3f, domain loss %.3f", losses.labelLoss(), losses.domainLoss());
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

    /** For files and pipes: ten lines a training. */
    private static final class Lines extends Progress {
        private static final int LINES = 10;

        private final PrintWriter err;
        private String run = "";
        private long start;

        Lines(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void started(MethodName method, long seed, int steps) {
            run = "%s, seed %d".formatted(method, seed);
            start = System.nanoTime();
            err.printf("%s: %d steps%n", run, steps);
            err.flush();
        }

        @Override
        public void updated(StepContext context, StepLosses losses, long images) {
            int done = context.step() + 1;
            if ((long) done * LINES / context.steps() == (long) context.step() * LINES / context.steps()) {
                return;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            err.printf(
                    Locale.ROOT,
                    "%s: step %d of %d, %s, %,.0f images/s, %s left%n",
                    run,
                    done,
                    context.steps(),
                    losses(losses),
                    images / seconds,
                    ComparisonTable.duration(seconds / done * (context.steps() - done)));
            err.flush();
        }

        @Override
        public void finished(RunRecord record) {
            err.println(result(record));
            err.flush();
        }
    }

    /** For terminals. */
    private static final class Bar extends Progress {
        private static final int REFRESH_MILLIS = 250;

        private @Nullable ProgressBar bar;

        @Override
        public void started(MethodName method, long seed, int steps) {
            close();
            bar = new ProgressBarBuilder()
                    .setTaskName("%s, seed %d".formatted(method, seed))
                    .setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(REFRESH_MILLIS)
                    .setUnit(" steps", 1)
                    .showSpeed()
                    .setConsumer(new ConsoleProgressBarConsumer(System.err))
                    .build();
        }

        @Override
        public void updated(StepContext context, StepLosses losses, long images) {
            if (bar != null) {
                bar.step();
                bar.setExtraMessage(losses(losses));
            }
        }

        @Override
        public void finished(RunRecord record) {
            close();
            System.err.println(result(record));
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
                bar = null;
            }
        }
    }
}
