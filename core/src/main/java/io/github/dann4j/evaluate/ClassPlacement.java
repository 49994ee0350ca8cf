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
 * Where a trained network puts the images of each class of a target: what tells, with the confusion matrix, how an adaptation failed.
 * Needs the target's labels, so it is for looking at a finished training and never for choosing.
 *
 * @param classes one a class, in label order
 * @param all over all images
 */
public record ClassPlacement(List<Place> classes, Place all) {
    /** Images of each set of which features are looked at, spread evenly over it. */
    public static final int SAMPLE = 2000;

    /**
     * Measures of one class. Each is null where it is not defined: a class without images, a network without domain classifier.
     *
     * @param silhouette mean {@link Silhouette} of the target's features among themselves: whether the class keeps together and
     *     apart from the others
     * @param atSource mean silhouette of the target's features against the source's: whether the class lies where the
     *     source's images of that class lie, which is where the label predictor has learned it
     * @param sourceNamed share of the source's images that the domain classifier names source
     * @param targetNamed share of the target's images that it names target; where it cannot tell the domains apart, this and
     *     {@code sourceNamed} sum to 1
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
     * Measures it, features on samples, domains on the whole sets.
     *
     * @param source labelled images of the source, normalised by its own batch statistics
     * @param target labelled images of the target, of the same classes
     * @param statistics whose batch statistics normalise the target
     * @param domainClassifier whether the network's has been trained
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

    /** Share of the named images of a kind that got this name; null if there are none. */
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
