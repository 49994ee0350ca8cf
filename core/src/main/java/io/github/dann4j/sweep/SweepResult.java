package io.github.dann4j.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep found, as stored in {@code sweep.json}.
 *
 * @param request what was asked for
 * @param chosen number of the trial with the best value of the validator, among those with the most steps; null if all
 *     failed
 * @param trials in the order of the trainings
 * @param left number of combinations that were not tried, because the budget was used up
 * @param heldOutSource number of source examples that no training has seen
 * @param heldOutTarget the same of the target
 */
public record SweepResult(
        SweepRequest request,
        @Nullable Integer chosen,
        List<Trial> trials,
        int left,
        int heldOutSource,
        int heldOutTarget) {
    public SweepResult {
        trials = List.copyOf(trials);
    }

    /** Returns the chosen trial; null if all failed. */
    public @Nullable Trial chosenTrial() {
        return chosen == null ? null : trials.get(chosen - 1);
    }
}
