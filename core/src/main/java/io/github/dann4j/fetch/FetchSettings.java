package io.github.dann4j.fetch;

import java.time.Duration;

/**
 * How patient a fetch is.
 *
 * @param parallel files at once
 * @param patience how long a server may be silent: before it answers, and between two pieces of its answer
 * @param attempts tries at one address in a row that bring nothing; one that brought something does not count
 * @param pause before the second try; doubled before each further one
 */
public record FetchSettings(int parallel, Duration patience, int attempts, Duration pause) {
    public FetchSettings {
        if (parallel < 1 || parallel > 16) {
            throw new IllegalArgumentException("files at once must be 1 to 16, got " + parallel);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, got " + attempts);
        }
    }

    /** Four files at once, 30 seconds, 4 tries. */
    public static FetchSettings usual() {
        return new FetchSettings(4, Duration.ofSeconds(30), 4, Duration.ofSeconds(1));
    }
}
