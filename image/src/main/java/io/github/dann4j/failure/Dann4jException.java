package io.github.dann4j.failure;

import io.github.dann4j.api.PublicApi;

/**
 * A failure that its message explains to a user in one line: bad input, a missing file, a training that diverged. Every
 * exception of the library extends it, except those for mistakes in the calling program.
 */
@PublicApi
public abstract class Dann4jException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message names the thing, the rule and the value, and the way out where there is one */
    protected Dann4jException(String message) {
        super(message);
    }

    /** @param message names the thing, the rule and the value, and the way out where there is one */
    protected Dann4jException(String message, Throwable cause) {
        super(message, cause);
    }
}
