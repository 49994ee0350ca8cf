package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.engine.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A random share of the examples, drawn from the content of each example and a seed. Names, positions and other
 * examples do not affect the draw, so an example stays in its split when others are added or removed, and copies of an
 * example stay together.
 *
 * <p>Each example has a draw in [0, 1) and belongs to the share if its draw is less than the share. The number of
 * examples therefore varies as that of coin tosses: of n examples n · share, give or take √(n · share · (1 − share)).
 *
 * <p>One exception makes small classes usable. If a class of two or more different examples would have none in the
 * share, its example with the smallest draw is in it; if it would have none in the rest, its example with the largest
 * draw is left out. Only such an example can change its split when another one is added or removed.
 *
 * @param share share of each class, in (0, 1)
 * @param seed another seed draws other examples
 */
public record ContentShare(double share, long seed) {
    /** 2⁻⁵³: turns the upper 53 bits of a number into a value in [0, 1). */
    private static final double UNIT = 0x1p-53;

    public ContentShare {
        if (!(share > 0 && share < 1)) {
            throw new DataException("test must be more than 0 and less than 1, got " + share);
        }
    }

    private double draw(long sum) {
        return (Seeds.derive(seed, sum) >>> 11) * UNIT;
    }

    /**
     * Returns which examples belong to the share.
     *
     * @param labels class of each example
     * @param sums hash of each example's content
     */
    boolean[] contains(int[] labels, long[] sums) {
        Map<Long, Boolean> chosen = new HashMap<>();
        Map<Integer, List<Long>> classes = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            chosen.put(sums[i], draw(sums[i]) < share);
            classes.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(sums[i]);
        }
        for (List<Long> images : classes.values()) {
            long first = Collections.min(images, this::order);
            long last = Collections.max(images, this::order);
            boolean some = images.stream().anyMatch(chosen::get);
            boolean all = images.stream().allMatch(chosen::get);
            if (first == last) {
                chosen.put(first, false); // copies of a single image
            } else if (!some) {
                chosen.put(first, true);
            } else if (all) {
                chosen.put(last, false);
            }
        }
        boolean[] contained = new boolean[sums.length];
        for (int i = 0; i < sums.length; i++) {
            contained[i] = chosen.getOrDefault(sums[i], false);
        }
        return contained;
    }

    /** Orders by draw; equal draws of different examples, which hardly ever occur, by content. */
    private int order(long one, long other) {
        int byDraw = Double.compare(draw(one), draw(other));
        return byDraw != 0 ? byDraw : Long.compare(one, other);
    }

    /** Returns the rows of a split in ascending order; the share is the test split. */
    public int[] rows(int[] labels, long[] sums, Split split) {
        boolean[] test = contains(labels, sums);
        return IntStream.range(0, labels.length)
                .filter(row -> test[row] == (split == Split.TEST))
                .toArray();
    }
}
