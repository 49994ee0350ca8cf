package io.github.dann4j.train;

import io.github.dann4j.failure.Dann4jException;

/** A training that cannot go on, because numbers are no longer finite. The message says what happened and what to try. */
public final class TrainingException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    private final int step;

    /** @param step number of the update in which it was seen, from 0 */
    public TrainingException(String message, int step) {
        super(message);
        this.step = step;
    }

    /** The same failure, told by whoever knows more. */
    public TrainingException(String message, TrainingException cause) {
        super(message, cause);
        this.step = cause.step;
    }

    /** Number of the update in which it was seen, from 0. */
    public int step() {
        return step;
    }
}
