package io.github.dann4j.experiment;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a training's state is kept, and how many states.
 *
 * @param every the interval
 * @param keep number of newest states to keep, at least 1: one is enough unless it is damaged
 * @param onNan what happens when numbers are no longer finite
 */
public record CheckpointPlan(Interval every, int keep, OnNan onNan) {
    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,9})([smh]?)");

    /** An interval in time or in steps. */
    public sealed interface Interval {
        /** An interval by the clock; the results of a training do not depend on it. */
        record Time(Duration time) implements Interval {
            public Time {
                if (time.isNegative() || time.isZero()) {
                    throw new IllegalArgumentException("a time must be positive, got " + time);
                }
            }
        }

        /** An interval in steps. */
        record Steps(int steps) implements Interval {
            public Steps {
                if (steps < 1) {
                    throw new IllegalArgumentException("steps must be at least 1, got " + steps);
                }
            }
        }
    }

    /** What happens when a loss or a weight is no longer finite. */
    public enum OnNan {
        /** The training fails. */
        STOP,
        /** It returns to its last good state, with half the learning rate; a few times at most. */
        BACK
    }

    public CheckpointPlan {
        if (keep < 1) {
            throw new IllegalArgumentException("keep must be at least 1, got " + keep);
        }
    }

    /**
     * Parses an interval as users write it: {@code 5m}, {@code 90s}, {@code 1h}, or a number of steps, {@code 500}.
     *
     * @throws IllegalArgumentException if the text is not an interval
     */
    public static Interval interval(String text) {
        Matcher parts = INTERVAL.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "expected a time such as 90s, 5m or 1h, or a number of steps such as 500, got '%s'"
                            .formatted(text));
        }
        int number = Integer.parseInt(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> new Interval.Time(Duration.ofSeconds(number));
            case "m" -> new Interval.Time(Duration.ofMinutes(number));
            case "h" -> new Interval.Time(Duration.ofHours(number));
            default -> new Interval.Steps(number);
        };
    }

    /** The default: every five minutes, the last two states are kept, and a training that diverges fails. */
    public static CheckpointPlan usual() {
        return new CheckpointPlan(new Interval.Time(Duration.ofMinutes(5)), 2, OnNan.STOP);
    }
}
