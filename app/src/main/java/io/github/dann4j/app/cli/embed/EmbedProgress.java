package io.github.dann4j.app.cli.embed;

import io.github.dann4j.app.cli.console.Durations;
import io.github.dann4j.embed.TsneListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows the progress of an embedding on standard error: one line for each part, and one every 50 iterations. */
final class EmbedProgress implements TsneListener {
    private final PrintWriter err;
    private final boolean quiet;
    private long start;

    private EmbedProgress(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    static EmbedProgress to(PrintWriter err, boolean quiet) {
        return new EmbedProgress(err, quiet);
    }

    void projecting(int columns, int components) {
        say(String.format(Locale.ROOT, "principal components: from %,d columns to %d", columns, components));
    }

    void embedding(int points) {
        say(String.format(Locale.ROOT, "t-SNE of %,d points", points));
    }

    @Override
    public void began(Part part) {
        switch (part) {
            case NEIGHBORS -> say("nearest neighbours");
            case AFFINITIES -> say("affinities");
            case INITIALISATION -> say("initialisation");
            case DESCENT -> start = System.nanoTime();
        }
    }

    @Override
    public boolean checkpoint(Checkpoint checkpoint) {
        double seconds = (System.nanoTime() - start) / 1e9;
        int left = checkpoint.total() - checkpoint.iterations();
        say(String.format(
                Locale.ROOT,
                "iteration %d of %d, KL divergence %.4f, %s left",
                checkpoint.iterations(),
                checkpoint.total(),
                checkpoint.klDivergence(),
                Durations.text(seconds / checkpoint.iterations() * left)));
        return true;
    }

    private void say(String line) {
        if (!quiet) {
            err.println(line);
            err.flush();
        }
    }
}
