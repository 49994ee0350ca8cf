package io.github.dann4j.choose;

import java.util.Locale;

/**
 * An accuracy that was measured on examples drawn at random, with the exact 95 % interval of Clopper and Pearson (1934).
 *
 * @param labelled number of examples with a label, at least 1
 * @param right number of them that the model predicts correctly
 * @param mean share of them
 * @param low lower end of the interval: with a lower accuracy, as many or more would be right in at most 2.5 % of all
 *     draws
 * @param high upper end of the interval
 */
public record Measured(int labelled, int right, double mean, double low, double high) {
    private static final double TAIL = 0.025;
    private static final int HALVINGS = 60;

    /** Returns the accuracy and its interval. */
    static Measured of(int right, int labelled) {
        if (labelled < 1 || right < 0 || right > labelled) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "expected 0 <= right <= labelled and at least 1, got %d of %d", right, labelled));
        }
        return new Measured(
                labelled,
                right,
                (double) right / labelled,
                right == 0 ? 0 : root(share -> atLeast(right, labelled, share) - TAIL),
                right == labelled ? 1 : root(share -> TAIL - atMost(right, labelled, share)));
    }

    /** Returns the accuracy for people, such as {@code 83.0 % (74.2 to 89.8 %), 83 of 100}. */
    public String text() {
        return String.format(
                Locale.ROOT, "%.1f %% (%.1f to %.1f %%), %d of %d", 100 * mean, 100 * low, 100 * high, right, labelled);
    }

    private interface Rising {
        double at(double share);
    }

    /** Returns where a rising function of a share is 0. */
    private static double root(Rising function) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (function.at(middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double atLeast(int right, int of, double share) {
        return sum(right, of, of, share);
    }

    private static double atMost(int right, int of, double share) {
        return sum(0, right, of, share);
    }

    /** Returns the probability of {@code from} to {@code to} of {@code of} draws with this share. */
    private static double sum(int from, int to, int of, double share) {
        double sum = 0;
        double log = of * Math.log1p(-share); // of no draw
        for (int k = 0; k <= to; k++) {
            sum += k >= from ? Math.exp(log) : 0;
            log += Math.log((double) (of - k) / (k + 1)) + Math.log(share) - Math.log1p(-share);
        }
        return sum;
    }
}
