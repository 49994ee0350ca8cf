package io.github.dann4j.distribute;

/** Workers that cannot begin or go on together. The message is one line: who, what happened, and the way out. */
public final class WorkerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WorkerException(String message) {
        super(message);
    }

    public WorkerException(String message, Throwable cause) {
        super(message, cause);
    }
}
