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
 * @param maxPictures of one request
 * @param maxRequests in the works at once; the next one is refused with 503
 * @param maxConnections open at once; the next ones wait to be accepted
 * @param patience how long a request may take to arrive, and a connection lie idle
 */
public record ServeSettings(
        String host,
        int port,
        @Nullable String token,
        int maxBytes,
        int maxPixels,
        int maxPictures,
        int maxRequests,
        int maxConnections,
        Duration patience) {
    public ServeSettings {
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535, got " + port);
        require(token == null || !token.isBlank(), "the token must not be blank");
        require(maxBytes >= 1 << 10 && maxBytes <= 256 << 20, "bytes must be 1 kB to 256 MB, got " + maxBytes);
        require(maxPixels >= 1, "pixels must be at least 1, got " + maxPixels);
        require(maxPictures >= 1, "pictures must be at least 1, got " + maxPictures);
        require(maxRequests >= 1, "requests must be at least 1, got " + maxRequests);
        require(maxConnections >= 1, "connections must be at least 1, got " + maxConnections);
        require(patience.toMillis() >= 100, "patience must be at least 0.1 s, got " + patience);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Loopback only, any port, no token; a request of 16 MB, pictures of 25 million pixels, 64 of them. */
    public static ServeSettings defaults() {
        return new ServeSettings("127.0.0.1", 0, null, 16 << 20, 25_000_000, 64, 256, 1024, Duration.ofSeconds(20));
    }

    /** These with another place and token. */
    public ServeSettings at(String otherHost, int otherPort, @Nullable String otherToken) {
        return new ServeSettings(
                otherHost,
                otherPort,
                otherToken,
                maxBytes,
                maxPixels,
                maxPictures,
                maxRequests,
                maxConnections,
                patience);
    }
}
