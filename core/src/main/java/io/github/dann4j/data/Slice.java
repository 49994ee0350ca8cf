package io.github.dann4j.data;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A range of consecutive images of a split, in file order: {@code from} (inclusive) to {@code to} (exclusive).
 *
 * @param from number of the first image, 0 or more
 * @param to number after the last image, more than {@code from}; null for the end of the split
 */
public record Slice(int from, @Nullable Integer to) {
    public static final Slice ALL = new Slice(0, null);

    public Slice {
        if (from < 0) {
            throw new DataException(String.format(Locale.ROOT, "slice [%d:]: the first image must be 0 or more", from));
        }
        if (to != null && to <= from) {
            throw new DataException(
                    String.format(Locale.ROOT, "slice [%d:%d]: the end must be greater than the start", from, to));
        }
    }

    /** Returns the slice of the first {@code count} images. */
    public static Slice first(int count) {
        return new Slice(0, count);
    }

    /**
     * Returns the number of images that this slice takes out of {@code size}.
     *
     * @param thing what is sliced, for the message
     * @throws DataException if the slice exceeds the end
     */
    public int count(String thing, int size) {
        int end = to == null ? size : to;
        if (end > size || from >= size) {
            throw new DataException(
                    String.format(Locale.ROOT, "%s: slice %s exceeds its %d examples", thing, this, size));
        }
        return end - from;
    }

    /** Returns {@code [from:to]}, as it is written after a name. */
    @Override
    public String toString() {
        return "[" + (from == 0 ? "" : from) + ":" + (to == null ? "" : to) + "]";
    }
}
