package io.github.dann4j.result;

import java.util.List;

/**
 * A training diverged and went back.
 *
 * @param step number of the update, from 1, in which its numbers were no longer finite
 * @param backTo updates that were done in the state from which it went on
 * @param learningRateFactor by which the recipe's learning rate is multiplied from there on
 */
public record Setback(int step, int backTo, double learningRateFactor) {
    /** What the learning rate is multiplied by behind these. */
    public static double factor(List<Setback> setbacks) {
        return setbacks.isEmpty() ? 1 : setbacks.get(setbacks.size() - 1).learningRateFactor();
    }
}
