package io.github.dann4j.benchmark;

import io.github.dann4j.failure.Dann4jException;

/** A benchmark that cannot continue, for a reason that the user can fix. */
public final class BenchmarkException extends Dann4jException {
    private static final long serialVersionUID = 1;

    public BenchmarkException(String message) {
        super(message);
    }

    public BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
