package io.github.dann4j.fetch;

import io.github.dann4j.failure.Dann4jException;

/**
 * A file could not be fetched. The message names the file, says for every address what went wrong, and where to put the
 * file.
 */
public final class FetchException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    public FetchException(String message) {
        super(message);
    }

    public FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
