package io.github.dann4j.shallow;

import io.github.dann4j.failure.Dann4jException;

/** Thrown if a shallow training gets values that it cannot use, or if its numbers are no longer finite. */
public final class ShallowException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    /** @param message one line for a user */
    public ShallowException(String message) {
        super(message);
    }

    /** @param message one line for a user */
    public ShallowException(String message, Throwable cause) {
        super(message, cause);
    }
}
