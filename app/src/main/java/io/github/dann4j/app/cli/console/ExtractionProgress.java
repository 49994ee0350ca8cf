package io.github.dann4j.app.cli.console;

import io.github.dann4j.data.extract.ExtractionListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows the progress of computing features, or of preparing images, on standard error: a line every few seconds, and one at the end. */
public final class ExtractionProgress implements ExtractionListener {
    private static final double SECONDS = 5;

    private final PrintWriter err;
    private final boolean quiet;
    private String name = "";
    private long start = System.nanoTime();
    private long shown;

    /** @param quiet whether nothing is shown */
    public ExtractionProgress(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    @Override
    public void progress(String dataset, String what, int done, int total, int kept) {
        long now = System.nanoTime();
        if (!dataset.equals(name)) {
            start = shown == 0 ? start : shown; // the first chunk of a dataset counts too
            name = dataset;
        }
        if (quiet || (done < total && (now - shown) / 1e9 < SECONDS)) {
            return;
        }
        shown = now;
        double seconds = (now - start) / 1e9;
        double rate = done / Math.max(1e-3, seconds);
        err.printf(
                Locale.ROOT,
                "%s: %s of %,d of %,d images%s, %,.1f images/s%s%n",
                dataset,
                what,
                done,
                total,
                kept == 0 ? "" : String.format(Locale.ROOT, " (%,d others are in the cache)", kept),
                rate,
                done < total ? ", " + Durations.text((total - done) / rate) + " left" : "");
        err.flush();
    }
}
