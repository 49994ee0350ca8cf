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
 * A share of images, drawn from the content of each image and a seed. Names, places and other images have no part in the draw, so
 * an image stays where it is when others come or go, and copies of an image stay together.
 *
 * <p>Each image has a draw in [0, 1), and is among the share if its draw is less. So the number of images varies as that of coin
 * throws: of n images n · share, give or take √(n · share · (1 − share)).
 *
 * <p>One exception lets small classes be used: where a class of two or more different images would have none among the share, its
 * image with the smallest draw is; where it would have none among the rest, its image with the largest draw is left out. Only such
 * an image can change its place, when another image comes or goes.
 *
 * @param share of each class, in (0, 1)
 * @param seed another seed draws other images
 */
public record ContentShare(double share, long seed) {
    /** 2⁻⁵³: the upper 53 bits of a number become a value in [0, 1). */
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
     * Which images are among the share.
     *
     * @param labels class of each image
     * @param sums of the content of each image
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

    /** By draw; equal draws of different images, which hardly occur, by content. */
    private int order(long one, long other) {
        int byDraw = Double.compare(draw(one), draw(other));
        return byDraw != 0 ? byDraw : Long.compare(one, other);
    }

    /** The rows of a split, in ascending order: the share is the test split. */
    public int[] rows(int[] labels, long[] sums, Split split) {
        boolean[] test = contains(labels, sums);
        return IntStream.range(0, labels.length)
                .filter(row -> test[row] == (split == Split.TEST))
                .toArray();
    }
}
