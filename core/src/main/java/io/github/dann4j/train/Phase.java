package io.github.dann4j.train;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A part of a run with schedules of its own: learning rate and λ begin anew with it.
 *
 * @param from number of its first update
 * @param to number of the update after its last
 */
public record Phase(int from, int to) {
    public Phase {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "a phase goes from an update to the same or a later one, got %d to %d", from, to));
        }
    }

    /** A run of one phase. */
    public static Phase whole(int steps) {
        return new Phase(0, steps);
    }

    /** Where {@code part} of {@code parts} equal parts begins. */
    public int at(int part, int parts) {
        return from + (int) ((long) (to - from) * part / parts);
    }

    /** Whether an update is the first one of one of {@code parts} equal parts. */
    public boolean begins(int step, int parts) {
        return IntStream.range(0, parts).anyMatch(part -> at(part, parts) == step);
    }

    /** p of an update in it, in [0, 1). */
    double progress(int step) {
        return (double) (step - from) / (to - from);
    }
}
