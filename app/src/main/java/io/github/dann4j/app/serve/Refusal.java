package io.github.dann4j.app.serve;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Thrown if a request is refused. The message is sent to the client. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient @Nullable HttpField field;

    Refusal(int status, String message) {
        this(status, message, null);
    }

    private Refusal(int status, String message, @Nullable HttpField field) {
        super(message);
        this.status = status;
        this.field = field;
    }

    /** @param allowed HTTP methods, separated by commas */
    static Refusal method(String allowed) {
        return new Refusal(
                405, "this address accepts only %s".formatted(allowed), new HttpField(HttpHeader.ALLOW, allowed));
    }

    static Refusal token() {
        return new Refusal(
                401,
                "the header 'Authorization: Bearer TOKEN' is missing or wrong",
                new HttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer"));
    }

    static Refusal busy() {
        return unavailable("too many requests at once; try again in a moment");
    }

    static Refusal unavailable(String message) {
        return new Refusal(503, message, new HttpField(HttpHeader.RETRY_AFTER, "1"));
    }

    int status() {
        return status;
    }

    /** A header that goes with the status; null if there is none. */
    @Nullable
    HttpField field() {
        return field;
    }
}
