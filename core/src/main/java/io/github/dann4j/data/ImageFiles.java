package io.github.dann4j.data;

import java.util.Arrays;
import java.util.List;

/**
 * The files that the images of a dataset were read from, one an image.
 *
 * @param names within the folder, separated by {@code /}
 * @param sums of the content of each file: the first 8 bytes of its SHA-256
 */
public record ImageFiles(List<String> names, long[] sums) {
    public ImageFiles {
        names = List.copyOf(names);
        if (names.size() != sums.length) {
            throw new IllegalArgumentException(names.size() + " names do not belong to " + sums.length + " sums");
        }
    }

    /** The files of these images, in this order. */
    public ImageFiles select(int[] rows) {
        return new ImageFiles(
                Arrays.stream(rows).mapToObj(names::get).toList(),
                Arrays.stream(rows).mapToLong(row -> sums[row]).toArray());
    }
}
