package io.github.dann4j.data;

import java.util.Arrays;
import java.util.List;

/**
 * The files that the images of a dataset were read from, one per image.
 *
 * @param names within the folder, separated by {@code /}
 * @param sums hash of each file's content: the first 8 bytes of its SHA-256
 */
public record ImageFiles(List<String> names, long[] sums) {
    public ImageFiles {
        names = List.copyOf(names);
        if (names.size() != sums.length) {
            throw new IllegalArgumentException(names.size() + " names do not match " + sums.length + " sums");
        }
    }

    /** Returns the files of these images, in this order. */
    public ImageFiles select(int[] rows) {
        return new ImageFiles(
                Arrays.stream(rows).mapToObj(names::get).toList(),
                Arrays.stream(rows).mapToLong(row -> sums[row]).toArray());
    }
}
