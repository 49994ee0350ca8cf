package io.github.dann4j.app.serve;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and what it bears.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0: any that is free
 * @param token what {@code Authorization: Bearer} has to hold; null: nobody is asked
 * @param maxBytes of a request's body; a larger one is refused with 413
 * @param maxPixels of one picture
 * @param maxRequestPixels of all pictures of one request together
 * @param maxPictures of one request
 * @param maxRequests worked on at once, half of them for one address; the next one is refused with 503
 * @param maxConnections open at once; for the next one, an open connection without work is closed
 * @param patience how long a request may take to arrive, and a connection lie idle
 * @param work how long the work on a request may take once its body is there; then it is refused with 503
 */
public record ServeSettings(
        String host,
        int port,
        @Nullable String token,
        int maxBytes,
        int maxPixels,
        int maxRequestPixels,
        int maxPictures,
        int maxRequests,
        int maxConnections,
        Duration patience,
        Duration work) {
    public ServeSettings {
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535, got " + port);
        require(token == null || !token.isBlank(), "the token must not be blank");
        require(maxBytes >= 1 << 10 && maxBytes <= 256 << 20, "bytes must be 1 kB to 256 MB, got " + maxBytes);
        require(maxPixels >= 1, "pixels must be at least 1, got " + maxPixels);
        require(
                maxRequestPixels >= maxPixels,
                "pixels of a request must be at least those of a picture, got " + maxRequestPixels);
        require(maxPictures >= 1, "pictures must be at least 1, got " + maxPictures);
        require(maxRequests >= 1, "requests must be at least 1, got " + maxRequests);
        require(
                maxConnections > maxRequests,
                "connections must be more than requests (%s), got %s".formatted(maxRequests, maxConnections));
        require(patience.toMillis() >= 100, "patience must be at least 0.1 s, got " + patience);
        require(work.toMillis() >= 100, "work must be at least 0.1 s, got " + work);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Loopback only, any port, no token; a request of 16 MB with at most 64 pictures, of 25 million pixels each and 100 million
     * together.
     */
    public static ServeSettings defaults() {
        return new ServeSettings(
                "127.0.0.1",
                0,
                null,
                16 << 20,
                25_000_000,
                100_000_000,
                64,
                256,
                1024,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }

    /** These with another place and token. */
    public ServeSettings at(String otherHost, int otherPort, @Nullable String otherToken) {
        return new ServeSettings(
                otherHost,
                otherPort,
                otherToken,
                maxBytes,
                maxPixels,
                maxRequestPixels,
                maxPictures,
                maxRequests,
                maxConnections,
                patience,
                work);
    }
}
