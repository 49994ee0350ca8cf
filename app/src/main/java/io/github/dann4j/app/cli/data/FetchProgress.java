package io.github.dann4j.app.cli.data;

import io.github.dann4j.fetch.FetchListener;
import io.github.dann4j.fetch.RemoteFile;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of downloads on standard error: one bar for all files on a terminal, else a line every few
 * seconds.
 */
final class FetchProgress implements FetchListener, AutoCloseable {
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final int MEGA = 1 << 20;

    private final PrintWriter err;
    private final boolean quiet;
    private final int files;
    private final @Nullable ProgressBar bar;
    private final Map<String, Long> arrived = new HashMap<>();
    private final Map<String, Long> expected = new HashMap<>();
    private long first = -1;
    private long start = System.nanoTime();
    private long last = start;
    private int done;

    private FetchProgress(PrintWriter err, boolean quiet, int files, @Nullable ProgressBar bar) {
        this.err = err;
        this.quiet = quiet;
        this.files = files;
        this.bar = bar;
    }

    static FetchProgress to(PrintWriter err, boolean quiet, int files) {
        ProgressBar bar = !quiet && Boolean.getBoolean("dann4j.terminal")
                ? new ProgressBarBuilder()
                        .setTaskName("fetch")
                        .setInitialMax(-1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUnit(" MB", MEGA)
                        .showSpeed()
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .build()
                : null;
        return new FetchProgress(err, quiet, files, bar);
    }

    @Override
    public synchronized void progress(RemoteFile file, long bytes, long total) {
        arrived.put(file.name(), bytes);
        expected.put(file.name(), Math.max(total, bytes));
        if (first < 0) {
            first = sum(arrived); // bytes of an earlier fetch do not count for the speed
            start = System.nanoTime();
        }
        if (bar != null) {
            bar.maxHint(sum(expected));
            bar.stepTo(sum(arrived));
        } else if (!quiet && System.nanoTime() - last > LINE_NANOS) {
            last = System.nanoTime();
            double seconds = Math.max(1e-3, (last - start) / 1e9);
            err.printf(
                    Locale.ROOT,
                    "%d of %d files, %,d of %,d MB, %.1f MB/s%n",
                    done,
                    files,
                    sum(arrived) / MEGA,
                    sum(expected) / MEGA,
                    (sum(arrived) - first) / seconds / MEGA);
            err.flush();
        }
    }

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized void note(RemoteFile file, String text) {
        if (!quiet) {
            err.printf("%s: %s%n", file.name(), text);
            err.flush();
        }
    }

    @Override
    public synchronized void done(RemoteFile file, boolean fetched) {
        done++;
        if (!quiet) {
            err.printf("%s: %s%n", file.name(), fetched ? "fetched" : "already there");
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
