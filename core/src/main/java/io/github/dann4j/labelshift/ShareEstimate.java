package io.github.dann4j.labelshift;

import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The shares that an estimator finds, with their sampling error.
 *
 * @param estimator name of the estimator
 * @param shares share of each class in the target, {@code [K]}; null if the predictions do not determine them
 * @param errors standard error of each share, {@code [K]}: its standard deviation over samples of the same size that are
 *     drawn from the target with repetition; null if there is none. It says nothing about a wrong assumption
 */
public record ShareEstimate(String estimator, double @Nullable [] shares, double @Nullable [] errors) {
    /**
     * Estimates, and repeats the estimate on samples of the target.
     *
     * @param repetitions number of samples, at least 2
     * @param seed seed of their draws
     */
    public static ShareEstimate of(ShareEstimator estimator, ShiftSample sample, int repetitions, long seed) {
        if (repetitions < 2) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "a standard error needs at least 2 repetitions, got %d", repetitions));
        }
        ShareEstimator fitted = estimator.fittedTo(sample);
        double[] shares = fitted.shares(sample);
        if (shares == null) {
            return new ShareEstimate(estimator.name(), null, null);
        }
        int targets = sample.targetLogits().length;
        Random draws = new Random(seed);
        double[] sum = new double[shares.length];
        double[] squares = new double[shares.length];
        int found = 0;
        for (int i = 0; i < repetitions; i++) {
            int[] drawn = draws.ints(targets, 0, targets).toArray();
            double[] again = fitted.shares(sample.withTarget(drawn));
            if (again != null) {
                found++;
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += again[k];
                    squares[k] += again[k] * again[k];
                }
            }
        }
        if (found < 2) {
            return new ShareEstimate(estimator.name(), shares, null);
        }
        double[] errors = new double[shares.length];
        for (int k = 0; k < errors.length; k++) {
            double mean = sum[k] / found;
            errors[k] = Math.sqrt(Math.max(0, (squares[k] - found * mean * mean) / (found - 1)));
        }
        return new ShareEstimate(estimator.name(), shares, errors);
    }
}
