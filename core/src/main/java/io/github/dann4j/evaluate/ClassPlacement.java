package io.github.dann4j.evaluate;

import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.model.Domain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a trained network places the target images of each class in feature space. Together with the confusion matrix,
 * this shows how an adaptation failed. It needs the target's labels, so use it to inspect a finished training and never
 * to select a model.
 *
 * @param classes one place per class, in label order
 * @param all the measures over all images
 */
public record ClassPlacement(List<Place> classes, Place all) {
    /** Number of images of each dataset whose features are measured, spread evenly over the dataset. */
    public static final int SAMPLE = 2000;

    /**
     * Measures of one class. A measure is null if it is not defined: for a class without images, for a network without
     * domain classifier.
     *
     * @param silhouette mean {@link Silhouette} of the target's features among themselves: whether the class is compact
     *     and separate from the others
     * @param atSource mean silhouette of the target's features against the source's: whether the class lies where the
     *     source images of that class lie, where the label predictor has learned it
     * @param sourceNamed share of the source images that the domain classifier classifies as source
     * @param targetNamed share of the target images that the domain classifier classifies as target; if it cannot tell
     *     the domains apart, this and {@code sourceNamed} sum to 1
     */
    public record Place(
            @Nullable Double silhouette,
            @Nullable Double atSource,
            @Nullable Double sourceNamed,
            @Nullable Double targetNamed) {}

    public ClassPlacement {
        classes = List.copyOf(classes);
    }

    /**
     * Measures the places: the features on samples, the domains on all images.
     *
     * @param source labelled images of the source, normalised by its own batch statistics
     * @param target labelled images of the target, with the same classes
     * @param statistics domain whose batch statistics normalise the target
     * @param domainClassifier whether the network's domain classifier has been trained
     */
    public static ClassPlacement of(
            Evaluator evaluator,
            LabeledExamples source,
            LabeledExamples target,
            Domain statistics,
            boolean domainClassifier) {
        int count = source.classNames().size();
        int[] classes = sampled(target);
        float[][] features = evaluator.features(target.unlabeled(), statistics, SAMPLE);
        Silhouette own = Silhouette.among(features, classes);
        Silhouette atSource = Silhouette.against(
                features, classes, evaluator.features(source.unlabeled(), Domain.SOURCE, SAMPLE), sampled(source));
        boolean[] ofSource =
                domainClassifier ? evaluator.namedTarget(source.unlabeled(), Domain.SOURCE) : new boolean[0];
        boolean[] ofTarget = domainClassifier ? evaluator.namedTarget(target.unlabeled(), statistics) : new boolean[0];
        long[] sourceClasses = source.classes();
        long[] targetClasses = target.classes();
        double[] ownMeans = own.classMeans(count);
        double[] atSourceMeans = atSource.classMeans(count);
        List<Place> places = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            int wanted = c;
            places.add(new Place(
                    orNull(ownMeans[c]),
                    orNull(atSourceMeans[c]),
                    share(ofSource, false, i -> sourceClasses[i] == wanted),
                    share(ofTarget, true, i -> targetClasses[i] == wanted)));
        }
        return new ClassPlacement(
                places,
                new Place(
                        orNull(own.mean()),
                        orNull(atSource.mean()),
                        share(ofSource, false, i -> true),
                        share(ofTarget, true, i -> true)));
    }

    private static int[] sampled(LabeledExamples images) {
        long[] classes = images.classes();
        return Arrays.stream(Evaluator.sample(images.size(), SAMPLE))
                .map(i -> (int) classes[i])
                .toArray();
    }

    /** Returns the share of the images of a kind that got this name; null if there are none. */
    private static @Nullable Double share(boolean[] named, boolean name, IntPredicate kind) {
        int[] of = IntStream.range(0, named.length).filter(kind).toArray();
        return orNull(Arrays.stream(of)
                .mapToDouble(i -> named[i] == name ? 1 : 0)
                .average()
                .orElse(Double.NaN));
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
