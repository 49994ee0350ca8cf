package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;

/**
 * Settings of a training that are common to all methods.
 *
 * @param steps number of steps
 * @param batchSize images of each domain per step (the paper: 64 source and 64 target)
 * @param learningRate the learning rate μ_p
 * @param optimizer the optimizer of all parameters
 * @param precision precision of the heavy operations
 */
@PublicApi
public record TrainingSettings(
        int steps, int batchSize, LearningRate learningRate, OptimizerSettings optimizer, Precision precision) {
    public TrainingSettings {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
        if (batchSize < 2) {
            throw new IllegalArgumentException(
                    "batch size must be at least 2 (batch statistics need two images), got " + batchSize);
        }
    }
}
