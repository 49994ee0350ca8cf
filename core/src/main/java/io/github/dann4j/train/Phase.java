package io.github.dann4j.train;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A part of a training with its own schedules: the learning rate and λ start from the beginning.
 *
 * @param from number of the first step
 * @param to number of the step after the last
 */
public record Phase(int from, int to) {
    public Phase {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a phase must begin at step 0 or later and not end before it begins, got %d to %d",
                    from,
                    to));
        }
    }

    /** Returns the phase that covers all steps. */
    public static Phase whole(int steps) {
        return new Phase(0, steps);
    }

    /** Returns the first step of the {@code part}-th (from 0) of {@code parts} equal parts. */
    public int at(int part, int parts) {
        return from + (int) ((long) (to - from) * part / parts);
    }

    /** Returns whether a step is the first step of one of {@code parts} equal parts. */
    public boolean begins(int step, int parts) {
        return IntStream.range(0, parts).anyMatch(part -> at(part, parts) == step);
    }

    /** Returns the progress p of a step in this phase, in [0, 1). */
    double progress(int step) {
        return (double) (step - from) / (to - from);
    }
}
