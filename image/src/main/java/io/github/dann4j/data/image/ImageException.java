package io.github.dann4j.data.image;

import io.github.dann4j.api.PublicApi;

/** A file is not an image, or is one that cannot be used. The message is only the reason, without the file's name. */
@PublicApi
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    ImageException(String reason) {
        super(reason);
    }

    ImageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
