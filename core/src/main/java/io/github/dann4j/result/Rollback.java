package io.github.dann4j.result;

import java.util.List;

/**
 * A training that diverged and returned to an earlier state.
 *
 * @param step number of the step, from 1, in which its numbers were no longer finite
 * @param backTo steps that were done in the state from which it continued
 * @param learningRateFactor factor by which the recipe's learning rate is multiplied from then on
 */
public record Rollback(int step, int backTo, double learningRateFactor) {
    /** The factor of the learning rate after these setbacks. */
    public static double factor(List<Rollback> setbacks) {
        return setbacks.isEmpty() ? 1 : setbacks.get(setbacks.size() - 1).learningRateFactor();
    }
}
