package io.github.dann4j.adapt;

import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.data.UnlabeledImages;
import io.github.dann4j.model.Domain;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.TrainingStep;

/**
 * A way to train on a labelled source and an unlabelled target. A method never sees target labels: what it is given of the
 * target has none.
 *
 * <p>Life: construct, {@link #step} many times, {@link #finish} once, {@link #close}.
 */
public interface AdaptationMethod extends TrainingStep, AutoCloseable {
    /** Called once after the last update, for what is measured on the finished weights. */
    void finish(LabeledImages source, UnlabeledImages target, long seed);

    /** What its updates change: its network, and the optimizer. This is what a checkpoint keeps of it. */
    Learner learner();

    /** Whose batch statistics the finished network uses on target images. */
    Domain targetStatistics();

    @Override
    void close();
}
