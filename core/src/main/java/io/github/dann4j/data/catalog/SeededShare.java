package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.ContentShare;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Splits a published archive that has no split: of each class a share, drawn by a seed, becomes the test split, the
 * same on every machine. The draw depends on the numbers of the images, which never change in an archive; for images
 * that are added and removed see {@link ContentShare}.
 *
 * @param test share of each class, in (0, 1); at least one image of a class of two or more, none of a class of one
 * @param seed another seed draws other images
 */
record SeededShare(double test, long seed) {
    SeededShare {
        if (!(test > 0 && test < 1)) {
            throw new DataException("test must be more than 0 and less than 1, got " + test);
        }
    }

    /** Returns the rows of a split, in ascending order. */
    int[] rows(int[] labels, Split split) {
        Map<Integer, List<Integer>> classes = new TreeMap<>();
        for (int row = 0; row < labels.length; row++) {
            classes.computeIfAbsent(labels[row], label -> new ArrayList<>()).add(row);
        }
        List<Integer> rows = new ArrayList<>();
        classes.forEach((label, all) -> {
            // java.util.Random and Collections.shuffle are specified to the last bit.
            Collections.shuffle(all, new Random(31 * seed + label));
            int count = all.size() < 2 ? 0 : Math.min(all.size() - 1, Math.max(1, (int) Math.round(test * all.size())));
            rows.addAll(split == Split.TEST ? all.subList(0, count) : all.subList(count, all.size()));
        });
        return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
