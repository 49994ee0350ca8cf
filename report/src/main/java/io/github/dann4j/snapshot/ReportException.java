package io.github.dann4j.snapshot;

import io.github.dann4j.failure.Dann4jException;

/** A report that could not be made, though the results are there. The message says why. */
public final class ReportException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
