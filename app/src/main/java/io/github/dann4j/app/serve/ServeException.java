package io.github.dann4j.app.serve;

import io.github.dann4j.failure.Dann4jException;

/** Thrown if a server cannot start or shut down properly. */
public final class ServeException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    ServeException(String message, Throwable cause) {
        super(message, cause);
    }
}
