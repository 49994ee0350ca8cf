package io.github.dann4j.engine;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.failure.Dann4jException;

/** Thrown if libtorch cannot be used on this machine. The message is one line: what failed, why, and the way out. */
@PublicApi
public final class EngineException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        super(message);
    }

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
