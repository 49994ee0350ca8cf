package io.github.dann4j.data;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.failure.Dann4jException;

/**
 * Data cannot be used: it is missing, damaged, or unsuitable for the request. The message names the thing, the rule and
 * the value.
 */
@PublicApi
public final class DataException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
