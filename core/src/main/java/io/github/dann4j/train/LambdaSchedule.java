package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;

/**
 * The adaptation factor λ_p = max · (2 / (1 + exp(−γp)) − 1) for progress p in [0, 1] (Ganin et al. 2016, §5.2.2). It
 * is 0 at the start, so that an untrained domain classifier does not disturb the features.
 *
 * @param gamma γ, steepness of the ramp, positive; the paper uses 10
 * @param max height of the ramp, at least 0; the paper uses 1. If it is too high, classes are matched wrongly late in
 *     the run; 0 means no adaptation
 */
@PublicApi
public record LambdaSchedule(double gamma, double max) {
    public LambdaSchedule {
        if (!(gamma > 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("gamma must be positive and finite, got " + gamma);
        }
        if (!(max >= 0 && max < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lambda must be at least 0 and finite, got " + max);
        }
    }

    /** Returns the schedule of the paper: γ = 10, up to 1. */
    public static LambdaSchedule paper() {
        return new LambdaSchedule(10, 1);
    }

    /** Returns λ at progress {@code p} in [0, 1]. */
    public double at(double p) {
        return max * (2 / (1 + Math.exp(-gamma * p)) - 1);
    }
}
