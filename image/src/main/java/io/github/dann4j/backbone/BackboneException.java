package io.github.dann4j.backbone;

import io.github.dann4j.failure.Dann4jException;

/** A backbone cannot be used: its file is missing, changed, or no network for images. */
public final class BackboneException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    public BackboneException(String message) {
        super(message);
    }

    public BackboneException(String message, Throwable cause) {
        super(message, cause);
    }
}
