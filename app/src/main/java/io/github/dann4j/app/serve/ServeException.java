package io.github.dann4j.app.serve;

import io.github.dann4j.failure.Dann4jException;

/** A server that cannot start or end as it should. */
public final class ServeException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    ServeException(String message, Throwable cause) {
        super(message, cause);
    }
}
