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
 * Counts what the trainings of a comparison have done, and estimates the time left. The estimate counts images; a step
 * takes as many batches of them as its method needs ({@link MethodType#needs}).
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
     * The progress of a training.
     *
     * @param name of the training
     * @param trainings number of trainings of the comparison
     * @param done number of steps done
     * @param steps number of steps of the training
     * @param seconds since this training began or resumed
     * @param secondsLeft time left for this training
     * @param allSecondsLeft time left for this training and all that follow
     * @param last latest point of its learning curves; null before the first point
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

    /** @param clock returns nanoseconds */
    TrainingMeter(Comparison comparison, LongSupplier clock) {
        this.comparison = comparison;
        this.clock = clock;
        this.begin = clock.getAsLong();
    }

    /** Called when the next training begins. */
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

    /** Called for a training that an earlier process finished. */
    void skipped(MethodType<?> method) {
        if (!comparison.trains(method)) {
            return;
        }
        imagesBefore += imagesAhead;
        imagesAhead = comparison.recipe().images(method);
        imagesByOthers += imagesAhead;
        number++;
    }

    /** Called when the training that has just begun resumes from a checkpoint. */
    void resumed(int done, long soFar) {
        stepsAtStart = done;
        imagesAtStart = soFar;
        imagesByOthers += soFar;
    }

    /** The name of the current training, with its number if there are several. */
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
