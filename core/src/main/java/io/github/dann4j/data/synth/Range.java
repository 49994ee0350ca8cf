package io.github.dann4j.data.synth;

/**
 * A range from which a generator draws a value uniformly for each image.
 *
 * @param low smallest value
 * @param high largest value, not below {@code low}
 */
public record Range(double low, double high) {
    public Range {
        if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "range: low and high must be finite with low <= high, got %s to %s".formatted(low, high));
        }
    }

    /** Returns {@code −most} to {@code most}. */
    public static Range within(double most) {
        return new Range(-most, most);
    }

    double draw(SeededRandom dice) {
        return dice.between(low, high);
    }

    /** Interpolates from {@code start} (at 0) to this range (at 1). */
    Range from(Range start, double share) {
        return new Range(mix(start.low, low, share), mix(start.high, high, share));
    }

    static double mix(double start, double end, double share) {
        return start + share * (end - start);
    }

    /** Checks that the range is within {@code least .. most}; the exception's message is one line. */
    void requireWithin(String parameter, double least, double most) {
        if (low < least || high > most) {
            throw new IllegalArgumentException(
                    "%s must be within %s to %s, got %s to %s".formatted(parameter, least, most, low, high));
        }
    }
}
