package io.github.dann4j.embed;

/** Points that cannot be embedded, or a saved embedding that cannot be read. The message is one line: what, the rule, the value. */
public final class EmbeddingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddingException(String message) {
        super(message);
    }
}
