package io.github.dann4j.data.image;

/** A file that is no picture, or one that cannot be used; the message is the reason alone, without the file's name. */
public final class PictureException extends Exception {
    private static final long serialVersionUID = 1L;

    PictureException(String reason) {
        super(reason);
    }

    PictureException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
