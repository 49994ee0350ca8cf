package io.github.dann4j.fetch;

/** A file that could not be fetched. The message names it, tells of every address what went wrong, and where to put the file. */
public final class FetchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FetchException(String message) {
        super(message);
    }

    public FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
