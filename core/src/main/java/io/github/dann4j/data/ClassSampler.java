package io.github.dann4j.data;

import io.github.dann4j.engine.Seeds;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Draws images of a labelled set by given class shares: first a class, then its next image. Every class goes through its own
 * images in rounds, each round in another order.
 */
final class ClassSampler implements IndexDraw {
    private final int batchSize;
    private final double[] upTo;
    private final int[][] members;
    private final IndexSampler[] orders;
    private final SplittableRandom random;

    /**
     * @param labels of the set
     * @param shares of each class; the sum is 1
     * @throws DataException if a class with a share has no image
     */
    ClassSampler(long[] labels, double[] shares, int batchSize, long seed) {
        this.batchSize = batchSize;
        this.random = new SplittableRandom(seed);
        this.upTo = shares.clone();
        Arrays.parallelPrefix(upTo, Double::sum);
        this.members = new int[shares.length][];
        this.orders = new IndexSampler[shares.length];
        for (int c = 0; c < shares.length; c++) {
            members[c] = members(labels, c);
            if (members[c].length > 0) {
                orders[c] = new IndexSampler(members[c].length, 1, Seeds.derive(seed, c));
            } else if (shares[c] > 0) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "class %d is to be drawn with a share of %s, but the set has no image of it",
                        c,
                        shares[c]));
            }
        }
    }

    private static int[] members(long[] labels, int label) {
        int[] found = new int[labels.length];
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == label) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    @Override
    public long[] next() {
        long[] batch = new long[batchSize];
        for (int i = 0; i < batchSize; i++) {
            int label = draw();
            batch[i] = members[label][(int) orders[label].next()[0]];
        }
        return batch;
    }

    private int draw() {
        double u = random.nextDouble() * upTo[upTo.length - 1]; // a sum of shares may miss 1 by rounding
        int label = 0;
        while (label < upTo.length - 1 && u >= upTo[label]) {
            label++;
        }
        return label;
    }
}
