package io.github.dann4j.app.cli.paper;

import io.github.dann4j.app.cli.console.Durations;
import io.github.dann4j.paper.ReviewListener;
import io.github.dann4j.paper.ReviewMethod;
import io.github.dann4j.paper.ReviewPair;
import io.github.dann4j.paper.ReviewRecord;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows the progress of the paper's table on standard error: a line for each part of a pair, with the time left. */
final class ReviewProgress implements ReviewListener {
    private final PrintWriter err;
    private final boolean quiet;
    private final long start = System.nanoTime();
    private int resumed;

    ReviewProgress(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    @Override
    public void began(ReviewPair pair, int done, int pairs) {
        int computed = done - resumed;
        double seconds = (System.nanoTime() - start) / 1e9;
        say(String.format(
                Locale.ROOT,
                "%s, pair %d of %d%s",
                pair.label(),
                done + 1,
                pairs,
                computed == 0 ? "" : ", about %s left".formatted(Durations.text(seconds / computed * (pairs - done)))));
    }

    @Override
    public void part(ReviewPair pair, String part) {
        say("  " + part);
    }

    @Override
    public void tested(ReviewPair pair, String what, double accuracy) {
        say(String.format(Locale.ROOT, "  %s: %.2f %%", what, 100 * accuracy));
    }

    @Override
    public void finished(ReviewRecord record, boolean again) {
        resumed += again ? 1 : 0;
        say(String.format(
                Locale.ROOT,
                "%s%s: %s",
                record.pair().label(),
                again ? ", computed before" : ", " + Durations.text(record.seconds()),
                Arrays.stream(ReviewMethod.values())
                        .map(method -> String.format(
                                Locale.ROOT,
                                "%s %.2f %%",
                                method,
                                100 * record.of(method).mean()))
                        .collect(Collectors.joining(", "))));
    }

    private void say(String line) {
        if (!quiet) {
            err.println(line);
            err.flush();
        }
    }
}
