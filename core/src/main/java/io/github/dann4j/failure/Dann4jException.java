package io.github.dann4j.failure;

/**
 * A failure that its message explains to a user in one line: bad input, a missing file, a training that diverged. Every exception of the
 * library that is not a mistake in the calling program is one.
 */
public abstract class Dann4jException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message names the thing, the rule and the value, and the way out where there is one */
    protected Dann4jException(String message) {
        super(message);
    }

    /** @param message as for the other constructor */
    protected Dann4jException(String message, Throwable cause) {
        super(message, cause);
    }
}
