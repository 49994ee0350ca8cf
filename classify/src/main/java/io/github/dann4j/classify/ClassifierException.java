package io.github.dann4j.classify;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.failure.Dann4jException;

/** A file cannot be used as a classifier, or an image cannot be classified. */
@PublicApi
public final class ClassifierException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    ClassifierException(String message) {
        super(message);
    }

    ClassifierException(String message, Throwable cause) {
        super(message, cause);
    }
}
