package io.github.dann4j.data.batch;

import io.github.dann4j.data.DataException;
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
    private final ClassMembers members;
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
        this.members = new ClassMembers(labels, shares.length, seed);
        for (int c = 0; c < shares.length; c++) {
            if (shares[c] > 0 && !members.has(c)) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "class %d is to be drawn with a share of %s, but the set has no image of it",
                        c,
                        shares[c]));
            }
        }
    }

    @Override
    public long[] next() {
        long[] batch = new long[batchSize];
        for (int i = 0; i < batchSize; i++) {
            batch[i] = members.next(draw());
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
