package io.github.dann4j.validate.numeric;

/** The standard normal distribution. */
public final class Normal {
    /** Beyond this the distribution is 0 or 1 to 15 digits. */
    private static final double FAR = 8;

    private static final int HALVINGS = 60;

    private Normal() {}

    /** Returns the probability of a value below {@code x}, by the series of Marsaglia (2004); from 0 to 1. */
    public static double below(double x) {
        if (Math.abs(x) >= FAR) {
            return x < 0 ? 0 : 1;
        }
        double sum = x;
        double term = x;
        for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Returns the value below which a share lies, from -8 to 8; the inverse of {@link #below}. */
    public static double quantile(double share) {
        double low = -FAR;
        double high = FAR;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (below(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
