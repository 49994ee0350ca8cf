package io.github.dann4j.model;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.failure.Dann4jException;

/** Thrown if a saved model cannot be read or does not fit. The message names the file, the rule and the value. */
@PublicApi
public final class ModelException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
