package io.github.dann4j.snapshot;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.ImageBytes;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.embed.point.Pca;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.evaluate.Silhouette;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.model.Domain;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one trained network computed from both domains, kept as plain values for a report after the network is closed.
 * For 2,000 images of each domain's test set it takes less than 2 MB: features are kept as their first principal
 * components. While these are computed, the full features are in memory a few times: 4 bytes per number, 16 kB per
 * image for a network with 4,096 features, 64 MB in total.
 *
 * @param seed of the training
 * @param components of the features of {@link ReportSnapshots.Sample}, in its order, {@code [n, at most 50]}
 * @param variances share of the features' variance along each component
 * @param silhouette mean silhouette of the target's images among themselves, by class: how clearly its classes are
 *     separated; null if the target has no labels or it is not defined
 * @param atSource the same relative to the source's images: whether its classes lie where the source's do; null as
 *     above
 * @param predicted class of each image of the sample
 * @param confidence probability of that class
 * @param chosen images of the target's test set that deserve a look: the mistakes of which the network was most
 *     certain or, if the target has no labels, the predictions of which it was least certain
 * @param images the images of {@code chosen}; null if there are none, or if the examples are not images
 */
record NetworkSnapshot(
        MethodType<?> method,
        long seed,
        Points components,
        double[] variances,
        @Nullable Double silhouette,
        @Nullable Double atSource,
        int[] predicted,
        float[] confidence,
        List<Prediction> chosen,
        @Nullable ImageBytes images) {
    /** The dimensions that t-SNE starts from if features are longer, as in the command {@code embed}. */
    private static final int COMPONENTS = 50;

    private static final int CHOSEN = 24;
    private static final int LIKELIEST = 3;

    /** The longest side of a chosen image: larger inputs are shown smaller. */
    private static final int SIDE = 96;

    /**
     * The network's prediction for one image.
     *
     * @param number of the image in the target's test set
     * @param truth its class; −1 if the target has no labels
     * @param classes the most probable classes; the first is the prediction
     * @param probabilities of these classes
     */
    record Prediction(int number, int truth, int[] classes, double[] probabilities) {}

    NetworkSnapshot {
        chosen = List.copyOf(chosen);
    }

    /** Examines a trained network, without changing it. */
    static NetworkSnapshot of(TrainedRun run, MethodType<?> method, DomainPair pair, Evaluator evaluator) {
        UnlabeledExamples source = pair.sourceTest().unlabeled();
        UnlabeledExamples target = pair.targetTest();
        float[][] ofSource = evaluator.features(source, Domain.SOURCE, ReportSnapshots.IMAGES);
        float[][] ofTarget = evaluator.features(target, run.targetStatistics(), ReportSnapshots.IMAGES);
        float[][] ofAllTarget = evaluator.probabilities(target, run.targetStatistics(), target.size());
        float[][] ofSample = joined(
                evaluator.probabilities(source, Domain.SOURCE, ReportSnapshots.IMAGES),
                Arrays.stream(Evaluator.sample(target.size(), ReportSnapshots.IMAGES))
                        .mapToObj(number -> ofAllTarget[number])
                        .toArray(float[][]::new));
        Points points = Points.of(joined(ofSource, ofTarget));
        Pca pca = Pca.fit(points, COMPONENTS, run.record().seed());
        float[] confidence = new float[ofSample.length];
        for (int i = 0; i < confidence.length; i++) {
            confidence[i] = ofSample[i][largest(ofSample[i])];
        }
        LabeledExamples labeled = pair.labeledTargetTest();
        List<Prediction> chosen = choose(ofAllTarget, labeled);
        return new NetworkSnapshot(
                method,
                run.record().seed(),
                pca.project(points),
                Arrays.stream(pca.variances())
                        .map(variance -> pca.totalVariance() > 0 ? variance / pca.totalVariance() : 0)
                        .toArray(),
                labeled == null ? null : mean(Silhouette.among(ofTarget, sampled(labeled))),
                labeled == null
                        ? null
                        : mean(Silhouette.against(ofTarget, sampled(labeled), ofSource, sampled(pair.sourceTest()))),
                Arrays.stream(ofSample).mapToInt(NetworkSnapshot::largest).toArray(),
                confidence,
                chosen,
                chosen.isEmpty() || !target.areImages()
                        ? null
                        : target.images(
                                chosen.stream().mapToInt(Prediction::number).toArray(), SIDE));
    }

    private static int[] sampled(LabeledExamples images) {
        long[] classes = images.classes();
        return Arrays.stream(Evaluator.sample(images.size(), ReportSnapshots.IMAGES))
                .map(number -> (int) classes[number])
                .toArray();
    }

    private static @Nullable Double mean(Silhouette silhouette) {
        double mean = silhouette.mean();
        return Double.isNaN(mean) ? null : mean;
    }

    private static float[][] joined(float[][] first, float[][] second) {
        float[][] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static List<Prediction> choose(float[][] probabilities, @Nullable LabeledExamples labeled) {
        long[] truth = labeled == null ? new long[0] : labeled.classes();
        Comparator<Integer> surest =
                Comparator.comparingDouble(number -> -probabilities[number][largest(probabilities[number])]);
        return IntStream.range(0, probabilities.length)
                .filter(number -> labeled == null || largest(probabilities[number]) != truth[number])
                .boxed()
                .sorted(labeled == null ? surest.reversed() : surest)
                .limit(CHOSEN)
                .map(number -> prediction(number, labeled == null ? -1 : (int) truth[number], probabilities[number]))
                .toList();
    }

    private static Prediction prediction(int number, int truth, float[] probabilities) {
        int[] likeliest = IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -probabilities[c]))
                .limit(LIKELIEST)
                .mapToInt(Integer::intValue)
                .toArray();
        return new Prediction(
                number,
                truth,
                likeliest,
                Arrays.stream(likeliest).mapToDouble(c -> probabilities[c]).toArray());
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }
}
