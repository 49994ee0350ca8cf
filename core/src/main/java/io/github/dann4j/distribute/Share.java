package io.github.dann4j.distribute;

import java.util.Locale;

/**
 * What part of common work a worker does: the {@code part}-th of {@code parts}, as equal as whole numbers allow.
 *
 * @param part from 0
 * @param parts at least 1
 */
public record Share(int part, int parts) {
    /** All of it. */
    public static final Share ALL = new Share(0, 1);

    public Share {
        if (parts < 1 || part < 0 || part >= parts) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "a share is one of parts, counted from 0, got %d of %d", part, parts));
        }
    }

    /** Where it begins in {@code count} things: the share is {@code from .. to - 1}, and all shares together are all, each once. */
    public int from(int count) {
        return (int) ((long) count * part / parts);
    }

    /** Where it ends in {@code count} things. */
    public int to(int count) {
        return (int) ((long) count * (part + 1) / parts);
    }

    /** How many of {@code count} things it has. */
    public int size(int count) {
        return to(count) - from(count);
    }

    /** Whether the {@code index}-th of things that are dealt out in turn is among it. */
    public boolean isDealt(int index) {
        return index % parts == part;
    }

    /** Whether it is the first one, whose worker writes and prints. */
    public boolean isFirst() {
        return part == 0;
    }

    /** Whether there are others. */
    public boolean isPartial() {
        return parts > 1;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d", part, parts);
    }
}
