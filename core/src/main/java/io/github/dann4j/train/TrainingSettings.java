package io.github.dann4j.train;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;

/**
 * How a network is trained, whatever the method.
 *
 * @param steps number of updates
 * @param batchSize images of each domain in an update (the paper: 64 source and 64 target)
 * @param learningRate μ_p
 * @param optimizer the one optimizer of all parameters
 * @param precision of the heavy operations
 */
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
