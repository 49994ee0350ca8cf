package io.github.dann4j.fetch;

import java.time.Duration;

/**
 * Concurrency, timeouts and retries of a fetch.
 *
 * @param parallel number of files fetched at once, 1 to 16
 * @param patience how long a server may be silent: before it answers, and between two pieces of its answer
 * @param attempts consecutive attempts at one address that bring no bytes, after which it is given up; at least 1.
 *     After an attempt that brings some bytes the count starts at 1 again
 * @param pause before the second attempt; doubled before each further one
 */
public record FetchSettings(int parallel, Duration patience, int attempts, Duration pause) {
    public FetchSettings {
        if (parallel < 1 || parallel > 16) {
            throw new IllegalArgumentException("the number of files fetched at once must be 1 to 16, got " + parallel);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, got " + attempts);
        }
    }

    /** Returns the usual settings: four files at once, 30 seconds of patience, 4 attempts, a pause of one second. */
    public static FetchSettings usual() {
        return new FetchSettings(4, Duration.ofSeconds(30), 4, Duration.ofSeconds(1));
    }
}
