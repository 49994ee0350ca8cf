package io.github.dann4j.paper.image;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.shallow.ProxyDistance;
import org.jspecify.annotations.Nullable;

/**
 * One training of the paper's table 2, with the SVMs of its last hidden layer and the distance of the domains there.
 *
 * @param pair the domains
 * @param method name of the method, such as {@code dann}
 * @param seed of the training
 * @param recipe SHA-256 of its recipe and datasets, by which a continued table recognises its own trainings
 * @param steps of the training
 * @param precision of the heavy operations
 * @param threads that computed
 * @param sourceImages labelled images that it learned from, or could have learned from
 * @param targetImages unlabelled images of the target
 * @param accuracy of the network on the target's test images, 0 to 1
 * @param sourceAccuracy the same on the source's
 * @param domainAccuracy of the domain classifier; null if the method has none
 * @param svm with an SVM as last layer; null for train-on-target, whose labels no other part of the program sees
 * @param aligned with subspace alignment and an SVM; null unless the network was trained on the source alone
 * @param distance proxy A-distance of both training sets in the last hidden layer; null for train-on-target, and in
 *     files of versions that did not measure it
 * @param seconds of the training
 */
public record ImageTraining(
        ImagePair pair,
        String method,
        long seed,
        String recipe,
        int steps,
        Precision precision,
        int threads,
        int sourceImages,
        int targetImages,
        double accuracy,
        double sourceAccuracy,
        @Nullable Double domainAccuracy,
        @Nullable Svm svm,
        @Nullable Aligned aligned,
        @Nullable ProxyDistance distance,
        double seconds) {
    /**
     * A linear SVM in place of the last layer.
     *
     * @param accuracy on the target's test images, 0 to 1
     * @param c its C
     */
    public record Svm(double accuracy, double c) {}

    /**
     * A linear SVM on aligned subspaces.
     *
     * @param accuracy on the target's test images, 0 to 1
     * @param c its C
     * @param dimensions of the subspaces
     */
    public record Aligned(double accuracy, double c, int dimensions) {}
}
