package io.github.dann4j.data.batch;

import io.github.dann4j.data.DataException;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Draws batches of indices without replacement: every index once in random order, then all again in another order. A
 * batch may span two rounds, so no image is lost and every batch is full.
 */
public final class IndexSampler implements IndexDraw {
    private final int size;
    private final int batchSize;
    private final SplittableRandom random;
    private final int[] order;
    private int position;

    /**
     * @param size number of images
     * @param batchSize indices per batch, at most {@code size}
     * @throws DataException if a batch is larger than the number of images
     */
    public IndexSampler(int size, int batchSize, long seed) {
        if (batchSize < 1 || batchSize > size) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "a batch must have 1 to %d images of a domain that has %d, got a batch of %d; use a smaller batch",
                    size,
                    size,
                    batchSize));
        }
        this.size = size;
        this.batchSize = batchSize;
        this.random = new SplittableRandom(seed);
        this.order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        shuffle();
    }

    /** Returns the next {@code batchSize} indices. */
    @Override
    public long[] next() {
        long[] batch = new long[batchSize];
        for (int i = 0; i < batchSize; i++) {
            if (position == size) {
                shuffle();
            }
            batch[i] = order[position++];
        }
        return batch;
    }

    private void shuffle() {
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        position = 0;
    }
}
