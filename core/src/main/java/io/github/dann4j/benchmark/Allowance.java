package io.github.dann4j.benchmark;

import java.util.function.LongSupplier;

/**
 * Divides the time of a benchmark among its parts. A part may take what is left, less three quarters of an equal share
 * for each later part: slow parts borrow from quick ones, and the last ones keep their time.
 */
final class Allowance {
    private static final double RESERVE = 0.75;

    private final double limit;
    private final int parts;
    private final LongSupplier clock;
    private final long start;
    private int begun;
    private double end;
    private double turnBegan;

    /**
     * @param limit seconds
     * @param clock in nanoseconds
     */
    Allowance(double limit, int parts, LongSupplier clock) {
        this.limit = limit;
        this.parts = parts;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    private double now() {
        return (clock.getAsLong() - start) / 1e9;
    }

    /** Starts the next part. */
    void nextPart() {
        begun++;
        end = limit * (1 - RESERVE * (parts - begun) / parts);
    }

    /** Starts a turn. */
    void nextTurn() {
        turnBegan = now();
    }

    /** Whether the part has time for one more turn, as long as the one that ends now. */
    boolean hasAnotherTurn() {
        double now = now();
        return now + (now - turnBegan) <= end;
    }
}
