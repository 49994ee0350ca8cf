package io.github.dann4j.app.cli.paper;

import io.github.dann4j.app.cli.train.Progress;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.paper.image.ImageListener;
import io.github.dann4j.paper.image.ImagePair;
import io.github.dann4j.paper.image.ImageTraining;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.shallow.ProxyDistance;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows the progress of the paper's table 2 on standard error: that of each training, and a line when it is tested. */
final class ImageProgress implements ImageListener, AutoCloseable {
    private final PrintWriter err;
    private final boolean quiet;
    private @Nullable Progress current;

    ImageProgress(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    @Override
    public void remark(String remark) {
        err.println(remark); // --quiet hides the progress, but no remark
        err.flush();
    }

    @Override
    public ExperimentListener began(ImagePair pair, Comparison training, int done, int trainings) {
        close();
        say(String.format(Locale.ROOT, "%s, training %d of %d", pair.label(), done + 1, trainings));
        Progress progress = Progress.to(err, quiet, training);
        current = progress;
        return progress;
    }

    @Override
    public void replacesLastLayer() {
        say("  linear SVMs on the last hidden layer, for the classes and for the domains");
    }

    @Override
    public void finished(ImageTraining training, boolean resumed) {
        ImageTraining.Svm svm = training.svm();
        ImageTraining.Aligned aligned = training.aligned();
        ProxyDistance distance = training.distance();
        say(String.format(
                Locale.ROOT,
                "%s, %s, seed %d%s: %.2f %%%s%s%s",
                training.pair().label(),
                training.method(),
                training.seed(),
                resumed ? ", trained before" : "",
                100 * training.accuracy(),
                svm == null ? "" : String.format(Locale.ROOT, ", SVM %.2f %%", 100 * svm.accuracy()),
                aligned == null ? "" : String.format(Locale.ROOT, ", SA %.2f %%", 100 * aligned.accuracy()),
                distance == null ? "" : String.format(Locale.ROOT, ", proxy A-distance %.3f", distance.distance())));
    }

    private void say(String line) {
        if (!quiet) {
            err.println(line);
            err.flush();
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
