package io.github.dann4j.experiment;

import io.github.dann4j.model.Domain;
import io.github.dann4j.train.FeatureGradients;
import org.jspecify.annotations.Nullable;

/** What a listener may ask of a training, at a point of its curves or at its end; only inside the call that brings it. */
public interface TrainingView {
    /** Images through the network per second of training since the last point; at the end, of the whole training. */
    double imagesPerSecond();

    /**
     * The gradients of the update that led here; null at the end of a training, for a method whose features do not learn, and
     * where no listener {@link ExperimentListener#wantsGradients wants} them.
     */
    @Nullable
    FeatureGradients gradients();

    /**
     * What the feature extractor makes of {@code count} test images of a domain, by the batch statistics that serve it: those of
     * {@link io.github.dann4j.evaluate.Evaluator#sample}.
     *
     * @return one row an image
     */
    float[][] features(Domain domain, int count);
}
