package io.github.dann4j.experiment;

/** A report that could not be made, though the results are there. The message says why. */
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
