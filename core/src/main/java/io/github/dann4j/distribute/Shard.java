package io.github.dann4j.distribute;

import java.util.Locale;

/**
 * A worker's part of common work: the {@code part}-th of {@code parts} parts, as equal as whole numbers allow.
 *
 * @param part from 0
 * @param parts at least 1
 */
public record Shard(int part, int parts) {
    /** The whole work. */
    public static final Shard ALL = new Shard(0, 1);

    public Shard {
        if (parts < 1 || part < 0 || part >= parts) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "a part must be in [0, parts) and parts at least 1, got part %d of %d", part, parts));
        }
    }

    /**
     * Returns the first index of this share of {@code count} items. The share is {@code from .. to - 1}; all shares
     * together contain every item once.
     */
    public int from(int count) {
        return (int) ((long) count * part / parts);
    }

    /** Returns the index after the last one of this share of {@code count} items. */
    public int to(int count) {
        return (int) ((long) count * (part + 1) / parts);
    }

    /** Returns the size of this share of {@code count} items. */
    public int size(int count) {
        return to(count) - from(count);
    }

    /** Returns whether the {@code index}-th item belongs to this share if items are distributed in turn. */
    public boolean isDealt(int index) {
        return index % parts == part;
    }

    /** Returns whether this is the first share, whose worker writes files and prints. */
    public boolean isFirst() {
        return part == 0;
    }

    /** Returns whether there are other shares. */
    public boolean isPartial() {
        return parts > 1;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d of %d", part, parts);
    }
}
