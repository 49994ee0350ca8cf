package io.github.dann4j.model;

/** A saved model that cannot be read or does not fit. The message names the file, the rule and the value. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
