package io.github.dann4j.paper.image;

import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.recipe.Comparison;

/** Receives what happens while the paper's table 2 is computed; all on the computing thread. */
public interface ImageListener {
    /** Does nothing. */
    ImageListener NONE = new ImageListener() {};

    /** A remark on the data that a user should know, such as a missing class. */
    default void remark(String remark) {}

    /**
     * A training begins.
     *
     * @param training as a comparison of one method and one seed
     * @param done trainings that are finished
     * @param trainings of the table
     * @return receives the progress of the training
     */
    default ExperimentListener began(ImagePair pair, Comparison training, int done, int trainings) {
        return ExperimentListener.SILENT;
    }

    /** The SVMs of the last layer begin. */
    default void replacesLastLayer() {}

    /**
     * A training is finished.
     *
     * @param resumed whether an earlier run had computed it
     */
    default void finished(ImageTraining training, boolean resumed) {}
}
