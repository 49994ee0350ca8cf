package io.github.dann4j.distribute;

import io.github.dann4j.failure.Dann4jException;

/**
 * Thrown if workers cannot start or continue together. The message is one line: who, what happened, and the way out.
 */
public final class WorkerException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    public WorkerException(String message) {
        super(message);
    }

    public WorkerException(String message, Throwable cause) {
        super(message, cause);
    }
}
