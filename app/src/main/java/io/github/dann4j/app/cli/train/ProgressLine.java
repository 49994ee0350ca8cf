package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.Durations;
import io.github.dann4j.app.cli.train.TrainingMeter.Standing;
import io.github.dann4j.result.RunRecord.CurvePoint;
import io.github.dann4j.train.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats the progress of a training as a line for a log and as a bar for a terminal. */
final class ProgressLine {
    private static final int LEAST_BAR = 4;
    private static final int MOST_BAR = 30;

    private ProgressLine() {}

    /** Returns a line with all values. */
    static String line(Standing standing) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "%s: step %d of %d", standing.name(), standing.done(), standing.steps()));
        add(parts, standing.losses().losses());
        add(parts, accuracies(standing.last()));
        parts.add(stepRate(standing));
        parts.add(imageRate(standing));
        parts.add(Durations.text(standing.secondsLeft()) + " left");
        if (standing.trainings() > 1) {
            parts.add(Durations.text(standing.allSecondsLeft()) + " left in total");
        }
        return String.join(", ", parts);
    }

    /**
     * Returns a bar of at most {@code width} characters. On a narrow terminal it drops parts, starting with the last:
     * the rate in images, the accuracies, the rate in steps, the losses.
     *
     * @param title name of the training
     */
    static String bar(String title, Standing standing, int width) {
        double share = (double) standing.done() / standing.steps();
        String head = String.format(Locale.ROOT, "%s %3.0f%% [", title, Math.floor(100 * share));
        List<String> parts = new ArrayList<>();
        add(parts, left(standing));
        add(parts, shortLosses(standing.losses()));
        add(parts, stepRate(standing));
        add(parts, shortAccuracies(standing.last()));
        add(parts, imageRate(standing));
        while (parts.size() > 1 && head.length() + LEAST_BAR + tail(parts).length() > width) {
            parts.remove(parts.size() - 1);
        }
        int bar = Math.max(
                0, Math.min(MOST_BAR, width - head.length() - tail(parts).length()));
        int full = (int) Math.floor(bar * share);
        String text = head
                + "=".repeat(full)
                + (full < bar ? ">" : "")
                + " ".repeat(Math.max(0, bar - full - 1))
                + tail(parts);
        return text.length() <= width ? text : text.substring(0, width);
    }

    private static void add(List<String> parts, @Nullable String part) {
        if (part != null) {
            parts.add(part);
        }
    }

    private static String tail(List<String> parts) {
        return "] " + String.join(", ", parts);
    }

    private static String left(Standing standing) {
        String own = standing.done() < standing.steps() ? Durations.text(standing.secondsLeft()) + " left" : "testing";
        return standing.trainings() > 1 ? "%s (all %s)".formatted(own, Durations.text(standing.allSecondsLeft())) : own;
    }

    /** The accuracies on the samples that the learning curves are measured on; null before the first point. */
    private static @Nullable String accuracies(@Nullable CurvePoint point) {
        if (point == null) {
            return null;
        }
        Double target = point.targetAccuracy();
        return target == null
                ? String.format(Locale.ROOT, "source %.1f %%", 100 * point.sourceAccuracy())
                : String.format(
                        Locale.ROOT, "source %.1f %%, target %.1f %%", 100 * point.sourceAccuracy(), 100 * target);
    }

    private static String shortLosses(Terms losses) {
        return losses.losses().replace(" loss", "");
    }

    private static @Nullable String shortAccuracies(@Nullable CurvePoint point) {
        if (point == null) {
            return null;
        }
        Double target = point.targetAccuracy();
        return target == null
                ? String.format(Locale.ROOT, "source %.1f %%", 100 * point.sourceAccuracy())
                : String.format(Locale.ROOT, "source %.1f, target %.1f %%", 100 * point.sourceAccuracy(), 100 * target);
    }

    private static String stepRate(Standing standing) {
        return String.format(Locale.ROOT, "%,.1f steps/s", standing.stepsPerSecond());
    }

    private static String imageRate(Standing standing) {
        return String.format(Locale.ROOT, "%,.0f images/s", standing.imagesPerSecond());
    }
}
