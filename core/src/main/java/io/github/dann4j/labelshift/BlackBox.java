package io.github.dann4j.labelshift;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Black box shift estimation: the weights w = C⁻¹q of the classes (Lipton et al. 2018, eq. 3), negative ones set to 0,
 * times the shares of the source. No estimate if C is singular. A nearly singular C makes the estimate wild.
 *
 * @param soft whether probabilities are counted instead of predicted classes
 */
record BlackBox(boolean soft) implements ShareEstimator {
    @Override
    public String name() {
        return soft ? "bbse-soft" : "bbse";
    }

    @Override
    public String title() {
        return soft ? "Black box, probabilities" : "Black box";
    }

    @Override
    public String citation() {
        return "Lipton et al. 2018, Detecting and correcting for label shift with black box predictors, ICML";
    }

    @Override
    public double @Nullable [] shares(ShiftSample sample) {
        Confusion confusion = soft ? Confusion.soft(sample) : Confusion.hard(sample);
        double[] weights = LinearSystem.solve(confusion.joint(), confusion.target());
        return weights == null ? null : shares(weights, confusion.sourceShares());
    }

    /** Returns the shares of the target by the weights of the classes; null if no weight is positive. */
    static double @Nullable [] shares(double[] weights, double[] source) {
        double[] shares = new double[source.length];
        for (int y = 0; y < shares.length; y++) {
            shares[y] = Math.max(0, weights[y]) * source[y];
        }
        double sum = Arrays.stream(shares).sum();
        return sum > 0 ? Arrays.stream(shares).map(share -> share / sum).toArray() : null;
    }
}
