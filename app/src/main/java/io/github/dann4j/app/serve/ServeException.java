package io.github.dann4j.app.serve;

/** A server that cannot start or end as it should. */
public final class ServeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServeException(String message, Throwable cause) {
        super(message, cause);
    }
}
