package io.github.dann4j.experiment;

import io.github.dann4j.model.Domain;
import io.github.dann4j.train.FeatureGradients;
import org.jspecify.annotations.Nullable;

/**
 * What a listener can query about a training, at a point of its curves or at its end. Valid only during the call that
 * passes it.
 */
public interface TrainingView {
    /** Images through the network per second of training since the last point; at the end, over the whole training. */
    double imagesPerSecond();

    /**
     * The gradients of the last step; null at the end of a training, for a method whose features do not learn, and if
     * no listener {@link ExperimentListener#wantsGradients wants} them.
     */
    @Nullable
    FeatureGradients gradients();

    /**
     * Returns the features of {@code count} test images of a domain, with the batch statistics for that domain: the
     * images of {@link io.github.dann4j.evaluate.Evaluator#sample}.
     *
     * @return one row per image
     */
    float[][] features(Domain domain, int count);
}
