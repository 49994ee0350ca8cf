package io.github.dann4j.labelshift;

import java.util.List;

/** All estimators of class shares. */
public final class ShareEstimators {
    private static final double PENALTY = 0.01;

    private static final List<ShareEstimator> ALL = List.of(
            new ClassifyAndCount(),
            new BlackBox(false),
            new BlackBox(true),
            new RegularizedLearning(PENALTY),
            new ExpectationMaximization(null));

    private ShareEstimators() {}

    /** Returns all estimators in the order of their columns in a table. */
    public static List<ShareEstimator> all() {
        return ALL;
    }
}
