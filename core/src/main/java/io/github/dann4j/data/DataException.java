package io.github.dann4j.data;

/** Data that cannot be used: missing, damaged, or unfit for what was asked. The message names the thing, the rule and the value. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
