package io.github.dann4j.experiment;

import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.train.FeatureGradients;
import org.jspecify.annotations.Nullable;

/**
 * A view of a network in its current state.
 *
 * @param targetStatistics the domain whose batch statistics the network uses on target images
 */
record NetworkView(
        DomainPair pair,
        Evaluator evaluator,
        Domain targetStatistics,
        double imagesPerSecond,
        @Nullable FeatureGradients gradients)
        implements TrainingView {
    @Override
    public float[][] features(Domain domain, int count) {
        return domain == Domain.SOURCE
                ? evaluator.features(pair.sourceTest().unlabeled(), Domain.SOURCE, count)
                : evaluator.features(pair.targetTest(), targetStatistics, count);
    }
}
