package io.github.dann4j.labelshift;

import org.jspecify.annotations.Nullable;

/** Estimates how often each class occurs in the target. */
public sealed interface ShareEstimator
        permits ClassifyAndCount, BlackBox, RegularizedLearning, ExpectationMaximization {
    /** Returns the name by which programs know it: lower case, with hyphens. */
    String name();

    /** Returns what people call it. */
    String title();

    /** Returns who described it, where and when. */
    String citation();

    /**
     * Returns this estimator, prepared for several targets: what depends only on the source examples is computed once.
     */
    default ShareEstimator fittedTo(ShiftSample source) {
        return this;
    }

    /**
     * Returns the share of each class in the target: {@code [K]}, none negative, the sum is 1. Null if the predictions
     * do not determine it.
     */
    double @Nullable [] shares(ShiftSample sample);
}
