package io.github.dann4j.app.serve;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The address and the limits of a server.
 *
 * @param host name or address to listen on
 * @param port 0 to 65535; 0 for any free port
 * @param token that {@code Authorization: Bearer} must contain; null if no token is required
 * @param maxBytes size of a request's body; a larger one is refused with 413
 * @param maxPixels number of pixels of one image
 * @param maxRequestPixels number of pixels of all images of one request together
 * @param maxImages number of images of one request
 * @param maxRequests number of requests worked on at once, of which one client may have half; the next one is refused
 * with 503
 * @param maxConnections number of connections open at once; for the next one, an open connection without work is closed
 * @param patience how long a request may take to arrive, and how long a connection may be idle
 * @param work how long the work on a request may take after its body has arrived; then the request is refused with 503
 */
public record ServeSettings(
        String host,
        int port,
        @Nullable String token,
        int maxBytes,
        int maxPixels,
        int maxRequestPixels,
        int maxImages,
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
                "the pixels of a request must be at least those of an image, got " + maxRequestPixels);
        require(maxImages >= 1, "images must be at least 1, got " + maxImages);
        require(maxRequests >= 1, "requests must be at least 1, got " + maxRequests);
        require(
                maxConnections > maxRequests,
                "the number of connections must be more than that of requests (%s), got %s"
                        .formatted(maxRequests, maxConnections));
        require(patience.toMillis() >= 100, "patience must be at least 0.1 s, got " + patience);
        require(work.toMillis() >= 100, "work must be at least 0.1 s, got " + work);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * The defaults: loopback only, any free port, no token; requests of at most 16 MB with at most 64 images, of 25
     * million pixels each and 100 million together.
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

    /** Returns these settings with another address and token. */
    public ServeSettings at(String otherHost, int otherPort, @Nullable String otherToken) {
        return new ServeSettings(
                otherHost,
                otherPort,
                otherToken,
                maxBytes,
                maxPixels,
                maxRequestPixels,
                maxImages,
                maxRequests,
                maxConnections,
                patience,
                work);
    }
}
