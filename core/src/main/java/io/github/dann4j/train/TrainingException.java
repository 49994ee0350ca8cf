package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.failure.Dann4jException;

/**
 * Thrown if a training cannot continue because values are no longer finite. The message says what happened and what to
 * try.
 */
@PublicApi
public final class TrainingException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    private final int step;

    /** @param step number of the step in which the failure was detected, from 0 */
    public TrainingException(String message, int step) {
        super(message);
        this.step = step;
    }

    /** Wraps the same failure in a message with more context. */
    public TrainingException(String message, TrainingException cause) {
        super(message, cause);
        this.step = cause.step;
    }

    /** Returns the number of the step in which the failure was detected, from 0. */
    public int step() {
        return step;
    }
}
