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
    /** The factor of the learning rate after these rollbacks. */
    public static double factor(List<Rollback> rollbacks) {
        return rollbacks.isEmpty() ? 1 : rollbacks.get(rollbacks.size() - 1).learningRateFactor();
    }
}
