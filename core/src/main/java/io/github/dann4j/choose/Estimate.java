package io.github.dann4j.choose;

import java.util.Locale;

/**
 * An estimate of the accuracy on the target, without its labels.
 *
 * @param mean the most likely value, in [0, 1]
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Estimate(double mean, double low, double high) {
    public Estimate {
        if (!(0 <= low && low <= mean && mean <= high && high <= 1)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "expected 0 <= low <= mean <= high <= 1, got %s, %s, %s", low, mean, high));
        }
    }

    /** Returns the interval of this half-width around a value, cut to [0, 1]. */
    static Estimate around(double value, double below, double above) {
        double mean = Math.max(0, Math.min(1, value));
        return new Estimate(mean, Math.max(0, mean - below), Math.min(1, mean + above));
    }

    /** Returns the estimate for people, such as {@code 83 % (71 to 95 %)}. */
    public String text() {
        return String.format(Locale.ROOT, "%.0f %% (%.0f to %.0f %%)", 100 * mean, 100 * low, 100 * high);
    }
}
