package io.github.dann4j.paper.image;

import io.github.dann4j.shallow.ProxyDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The paper's table 2, or some columns of it.
 *
 * @param settings that it was computed with
 * @param rows of each pair in the order of the settings, four of each
 * @param trainings all of them
 */
public record ImageRecord(ImageSettings settings, List<Row> rows, List<ImageTraining> trainings) {
    public ImageRecord {
        rows = List.copyOf(rows);
        trainings = List.copyOf(trainings);
    }

    /**
     * One method on one pair.
     *
     * @param accuracy mean over the seeds of the accuracy on the target's test images, 0 to 1; of the network, for
     *     subspace alignment of its SVM
     * @param sd standard deviation over the seeds, with n − 1; 0 for one seed
     * @param bySeed the accuracies
     * @param svm the mean with an SVM as last layer; null for train-on-target
     * @param distance the mean of the proxy A-distances in the last hidden layer; null for subspace alignment and
     *     train-on-target, and if a training has none
     * @param published the paper's accuracy, in percent
     * @param gapCovered gain over source only as a share of train-on-target's gain; null if that is not positive
     * @param publishedGap the same of the paper's figures
     */
    public record Row(
            ImagePair pair,
            ImageMethod method,
            double accuracy,
            double sd,
            List<Double> bySeed,
            @Nullable Double svm,
            @Nullable Double distance,
            double published,
            @Nullable Double gapCovered,
            double publishedGap) {
        public Row {
            bySeed = List.copyOf(bySeed);
        }
    }

    /** @param trainings all of the settings' pairs, seeds and methods */
    static ImageRecord of(ImageSettings settings, List<ImageTraining> trainings) {
        List<Row> rows = new ArrayList<>();
        for (ImagePair pair : settings.pairs()) {
            double lower = mean(bySeed(trainings, pair, ImageMethod.SOURCE_ONLY));
            double upper = mean(bySeed(trainings, pair, ImageMethod.TRAIN_ON_TARGET));
            for (ImageMethod method : ImageMethod.values()) {
                List<Double> accuracies = bySeed(trainings, pair, method);
                double mean = mean(accuracies);
                rows.add(new Row(
                        pair,
                        method,
                        mean,
                        sd(accuracies, mean),
                        accuracies,
                        svm(trainings, pair, method),
                        distance(trainings, pair, method),
                        pair.published(method),
                        upper > lower ? (mean - lower) / (upper - lower) : null,
                        (pair.published(method) - pair.published(ImageMethod.SOURCE_ONLY))
                                / (pair.published(ImageMethod.TRAIN_ON_TARGET)
                                        - pair.published(ImageMethod.SOURCE_ONLY))));
            }
        }
        return new ImageRecord(settings, rows, trainings);
    }

    /** Returns the row of a method on a pair that the table has. */
    public Row row(ImagePair pair, ImageMethod method) {
        return rows.stream()
                .filter(row -> row.pair() == pair && row.method() == method)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table has no " + pair.label()));
    }

    private static List<Double> bySeed(List<ImageTraining> trainings, ImagePair pair, ImageMethod method) {
        return of(
                trainings,
                pair,
                method,
                method == ImageMethod.SUBSPACE_ALIGNMENT
                        ? one -> Objects.requireNonNull(one.aligned()).accuracy()
                        : ImageTraining::accuracy);
    }

    private static @Nullable Double svm(List<ImageTraining> trainings, ImagePair pair, ImageMethod method) {
        return method == ImageMethod.TRAIN_ON_TARGET
                ? null
                : method == ImageMethod.SUBSPACE_ALIGNMENT
                        ? (Double) mean(bySeed(trainings, pair, method))
                        : (Double) mean(of(
                                trainings,
                                pair,
                                method,
                                one -> Objects.requireNonNull(one.svm()).accuracy()));
    }

    private static @Nullable Double distance(List<ImageTraining> trainings, ImagePair pair, ImageMethod method) {
        if (method == ImageMethod.SUBSPACE_ALIGNMENT) {
            return null; // its rows have other columns than the network's
        }
        List<ProxyDistance> distances = trainings.stream()
                .filter(one -> isOf(one, pair, method))
                .map(ImageTraining::distance)
                .filter(Objects::nonNull)
                .toList();
        long all = trainings.stream().filter(one -> isOf(one, pair, method)).count();
        return distances.size() < all
                ? null
                : (Double) mean(distances.stream().map(ProxyDistance::distance).toList());
    }

    private static boolean isOf(ImageTraining one, ImagePair pair, ImageMethod method) {
        return one.pair() == pair && one.method().equals(method.training().name());
    }

    private static List<Double> of(
            List<ImageTraining> trainings,
            ImagePair pair,
            ImageMethod method,
            Function<ImageTraining, Double> accuracy) {
        return trainings.stream()
                .filter(one -> isOf(one, pair, method))
                .map(accuracy)
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElseThrow();
    }

    private static double sd(List<Double> values, double mean) {
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
    }
}
