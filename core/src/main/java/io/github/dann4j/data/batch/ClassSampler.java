package io.github.dann4j.data.batch;

import io.github.dann4j.data.DataException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Draws labelled images by given class shares: first a class, then the next image of that class. Every class goes
 * through its images in rounds, each round in another order.
 */
final class ClassSampler implements IndexDraw {
    private final int batchSize;
    private final double[] upTo;
    private final ClassMembers members;
    private final SplittableRandom random;

    /**
     * @param labels label of each image
     * @param shares share of each class; the sum is 1
     * @throws DataException if a class with a positive share has no image
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
                        Locale.ROOT, "class %d has a share of %s, but the dataset has no image of it", c, shares[c]));
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
