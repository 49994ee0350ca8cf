package io.github.dann4j.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.train.StepExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training between two steps: with its tensors, everything it needs to resume. What its samplers have
 * drawn follows from the number of steps, so it is not part of the state.
 *
 * @param method label of the method
 * @param done steps done, at least 1
 * @param estimates number of estimates of class shares
 * @param shares the last estimate; null if there was none
 * @param images that have gone through the network
 * @param updateSeconds of the steps alone
 * @param seconds of the training so far
 * @param exchanges of all steps together
 * @param curve the state of the learning curves
 * @param rollbacks so far
 * @param logs the positions in the files that are written during training
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
        @JsonProperty("setbacks") List<Rollback> rollbacks,
        LogMarks logs) {
    TrainingProgress {
        rollbacks = List.copyOf(rollbacks);
        if (done < 1) {
            throw new IllegalArgumentException("done must be at least 1, got " + done);
        }
    }
}
