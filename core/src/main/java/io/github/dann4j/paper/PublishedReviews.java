package io.github.dann4j.paper;

import java.util.Map;

/** The figures of the paper's table 1: (a) accuracies in percent, (b) results of the Poisson binomial test. */
final class PublishedReviews {
    /** By pair: DANN, NN and SVM on counts, then on mSDA features. */
    private static final Map<String, double[]> ACCURACY = Map.ofEntries(
            row("books-dvd", 78.4, 79.0, 79.9, 82.9, 82.4, 83.0),
            row("books-electronics", 73.3, 74.7, 74.8, 80.4, 77.0, 76.6),
            row("books-kitchen", 77.9, 77.8, 76.9, 84.3, 84.2, 82.1),
            row("dvd-books", 72.3, 72.0, 74.3, 82.5, 82.3, 82.6),
            row("dvd-electronics", 75.4, 73.2, 74.8, 80.9, 76.8, 73.9),
            row("dvd-kitchen", 78.3, 77.8, 74.6, 84.9, 85.3, 84.2),
            row("electronics-books", 71.3, 70.9, 70.5, 77.4, 77.0, 76.2),
            row("electronics-dvd", 73.8, 73.3, 72.6, 78.1, 75.9, 77.0),
            row("electronics-kitchen", 85.4, 85.4, 84.7, 88.1, 86.3, 84.7),
            row("kitchen-books", 70.9, 70.8, 70.7, 71.8, 72.1, 76.9),
            row("kitchen-dvd", 74.0, 73.9, 73.6, 78.9, 78.9, 78.8),
            row("kitchen-electronics", 84.3, 84.1, 84.2, 85.6, 85.0, 86.1));

    private PublishedReviews() {}

    private static Map.Entry<String, double[]> row(String pair, double... figures) {
        return Map.entry(pair, figures);
    }

    /** Returns the paper's accuracy in percent. */
    static double accuracy(ReviewPair pair, ReviewInput input, ReviewMethod method) {
        return java.util.Objects.requireNonNull(ACCURACY.get(pair.label()))[
                method.ordinal() + (input == ReviewInput.MSDA ? ReviewMethod.values().length : 0)];
    }

    /** Returns the paper's probability that the first method is better than the second one. */
    static double better(ReviewInput input, ReviewMethod first, ReviewMethod second) {
        boolean counts = input == ReviewInput.COUNTS;
        if (first == ReviewMethod.DANN) {
            return second == ReviewMethod.NN ? (counts ? 0.87 : 0.92) : (counts ? 0.83 : 0.88);
        }
        return counts ? 0.63 : 0.62;
    }
}
