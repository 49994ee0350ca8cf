package io.github.dann4j.embed.point;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.failure.Dann4jException;

/**
 * Thrown if points cannot be embedded or a saved embedding cannot be read. The message is one line: what failed, the
 * rule, the value.
 */
@PublicApi
public final class EmbeddingException extends Dann4jException {
    private static final long serialVersionUID = 1L;

    public EmbeddingException(String message) {
        super(message);
    }
}
