package io.github.dann4j.paper;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The results of one pair of review domains: one row of the paper's table 1.
 *
 * @param settings that it was computed with; of its pairs, this is one
 * @param pair source and target
 * @param methods DANN, NN and SVM
 * @param duels by the predictions of the first seed
 * @param seconds of the whole pair
 */
public record ReviewRecord(
        ReviewSettings settings, ReviewPair pair, List<OfMethod> methods, List<OfTwo> duels, double seconds) {
    public ReviewRecord {
        methods = List.copyOf(methods);
        duels = List.copyOf(duels);
    }

    /**
     * One method on the target's test split.
     *
     * @param accuracies shares of right classes, 0 to 1, one for each seed; one for the SVM
     * @param published the paper's accuracy in percent
     * @param hidden hidden units; null for the SVM
     * @param lambda λ; null without an adversary
     * @param c C; null for networks
     * @param seconds of all trainings of the method together
     */
    public record OfMethod(
            ReviewMethod method,
            List<Double> accuracies,
            double published,
            @Nullable Integer hidden,
            @Nullable Double lambda,
            @Nullable Double c,
            double seconds) {
        public OfMethod {
            accuracies = List.copyOf(accuracies);
            if (accuracies.isEmpty()) {
                throw new IllegalArgumentException("a method needs at least one accuracy, got none");
            }
        }

        /** Returns the mean accuracy over the seeds, 0 to 1. */
        public double mean() {
            return accuracies.stream().mapToDouble(Double::doubleValue).sum() / accuracies.size();
        }
    }

    /**
     * Two methods on the same test examples.
     *
     * @param onlyFirst examples that only the first gets right
     * @param onlySecond examples that only the second gets right
     */
    public record OfTwo(ReviewMethod first, ReviewMethod second, int onlyFirst, int onlySecond) {}

    /** Returns the results of a method. */
    public OfMethod of(ReviewMethod method) {
        return methods.stream()
                .filter(one -> one.method() == method)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s has no results of %s", pair.label(), method)));
    }
}
