package io.github.dann4j.app.cli.train;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.result.RunRecord.CurvePoint;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the trainings of a comparison have done and have left. Time left goes by images, of which a step takes as many batches as its
 * method needs ({@link MethodType#needs}).
 */
final class TrainingMeter {
    private static final double NANOS = 1e9;

    private final Comparison comparison;
    private final LongSupplier clock;
    private final long begin;
    private String name = "";
    private int number;
    private int steps;
    private int stepsAtStart;
    private long start;
    private long images;
    private long imagesAtStart;
    private long imagesBefore;
    private long imagesAhead;
    private long imagesByOthers;
    private @Nullable CurvePoint last;

    /**
     * How a training stands.
     *
     * @param name of the training
     * @param trainings of the whole comparison
     * @param done updates
     * @param steps updates that it has
     * @param seconds since this training began or resumed
     * @param secondsLeft of this training
     * @param allSecondsLeft of this one and of all that follow
     * @param last latest point of its learning curves; null before the first
     */
    record Standing(
            String name,
            int trainings,
            int done,
            int steps,
            double seconds,
            double stepsPerSecond,
            double imagesPerSecond,
            double secondsLeft,
            double allSecondsLeft,
            Terms losses,
            @Nullable CurvePoint last) {}

    /** @param clock tells nanoseconds */
    TrainingMeter(Comparison comparison, LongSupplier clock) {
        this.comparison = comparison;
        this.clock = clock;
        this.begin = clock.getAsLong();
    }

    /** The next training begins. */
    void started(MethodType<?> method, long seed, int ofSteps) {
        imagesBefore += imagesAhead;
        imagesAhead = comparison.recipe().images(method);
        name = String.format(Locale.ROOT, "%s, seed %d", method, seed);
        number++;
        steps = ofSteps;
        start = clock.getAsLong();
        stepsAtStart = 0;
        imagesAtStart = 0;
        last = null;
    }

    /** A training was done by an earlier process. */
    void skipped(MethodType<?> method) {
        if (!comparison.trains(method)) {
            return;
        }
        imagesBefore += imagesAhead;
        imagesAhead = comparison.recipe().images(method);
        imagesByOthers += imagesAhead;
        number++;
    }

    /** The training that has just begun goes on from here. */
    void resumed(int done, long soFar) {
        stepsAtStart = done;
        imagesAtStart = soFar;
        imagesByOthers += soFar;
    }

    /** A training as it is named while it runs, with its number among several. */
    String title() {
        int trainings = comparison.trainings();
        return trainings == 1 ? name : String.format(Locale.ROOT, "%s (%d/%d)", name, number, trainings);
    }

    Standing updated(StepContext context, Terms losses, long soFar) {
        images = soFar;
        long now = clock.getAsLong();
        double seconds = Math.max(1, now - start) / NANOS;
        double all = Math.max(1, now - begin) / NANOS;
        long allDone = imagesBefore + images;
        long here = images - imagesAtStart;
        int done = context.step() + 1;
        return new Standing(
                name,
                comparison.trainings(),
                done,
                steps,
                seconds,
                (done - stepsAtStart) / seconds,
                here / seconds,
                seconds / here * Math.max(0, imagesAhead - images),
                all / (allDone - imagesByOthers) * Math.max(0, comparison.images() - allDone),
                losses,
                last);
    }

    void measured(CurvePoint point) {
        last = point;
    }
}
