package io.github.dann4j.experiment;

import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.result.Setback;
import io.github.dann4j.train.StepExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a training stands between two updates: with its tensors, all that it needs to go on. What its samplers have drawn follows from
 * the number of updates, so it is not part of it.
 *
 * @param method label of the method
 * @param done updates that are done, at least 1
 * @param estimates of class shares that were made
 * @param shares the last one; null if there was none
 * @param images that have gone through the network
 * @param updateSeconds of the updates alone
 * @param seconds of the training so far
 * @param exchanges of the updates, all together
 * @param curve how far the learning curves have come
 * @param setbacks so far
 * @param logs how far the files have come that are written while it goes
 */
record TrainingProgress(
        String method,
        long seed,
        int done,
        int estimates,
        @Nullable ClassShareEstimate shares,
        long images,
        double updateSeconds,
        double seconds,
        StepExchange exchanges,
        LearningCurve.Standing curve,
        List<Setback> setbacks,
        LogMarks logs) {
    TrainingProgress {
        setbacks = List.copyOf(setbacks);
        if (done < 1) {
            throw new IllegalArgumentException("done must be at least 1, got " + done);
        }
    }
}
