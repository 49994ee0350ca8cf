package io.github.dann4j.data.batch;

import io.github.dann4j.data.DataException;
import io.github.dann4j.engine.Seeds;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Draws labelled images so that every class with at least one image is as frequent as the others. In a batch of b
 * images from k classes each class appears b / k times, rounded down or up; over all batches together no class appears
 * more than once more often than another. The images of a class are drawn in rounds; a class with few images repeats
 * them more often.
 */
final class BalancedSampler implements IndexDraw {
    private final int batchSize;
    private final ClassMembers members;
    private final SplittableRandom random;
    private final int[] classes;

    /**
     * A round of the classes. A batch takes from it the classes that it needs beyond whole rounds; the remaining ones
     * are left for the next batches.
     */
    private final int[] rest;

    private int restFrom;

    /**
     * @param labels label of each image
     * @param classCount number of classes
     */
    BalancedSampler(long[] labels, int classCount, int batchSize, long seed) {
        this(labels, classCount, unused -> true, batchSize, seed);
    }

    /**
     * @param labels label of each image
     * @param classCount number of classes
     * @param drawn classes that are drawn if they have an image
     */
    BalancedSampler(long[] labels, int classCount, IntPredicate drawn, int batchSize, long seed) {
        this.batchSize = batchSize;
        this.members = new ClassMembers(labels, classCount, Seeds.derive(seed, "images"));
        this.random = new SplittableRandom(seed);
        this.classes = IntStream.range(0, classCount)
                .filter(members::has)
                .filter(drawn)
                .toArray();
        if (classes.length == 0) {
            throw new DataException(
                    String.format(Locale.ROOT, "cannot draw a batch: none of the %d classes has an image", classCount));
        }
        this.rest = classes.clone();
        this.restFrom = rest.length;
    }

    @Override
    public long[] next() {
        long[] batch = new long[batchSize];
        int[] round = classes.clone();
        int position = 0;
        while (position + round.length <= batchSize) {
            shuffle(round, 0, round.length);
            position = put(batch, position, round, 0, round.length);
        }
        int more = batchSize - position;
        int left = rest.length - restFrom;
        if (more > left) {
            position = put(batch, position, rest, restFrom, rest.length);
            newRest(left);
            more -= left;
        }
        put(batch, position, rest, restFrom, restFrom + more);
        restFrom += more;
        return batch;
    }

    /** Starts a new round. The classes that end the old one, which this batch has already taken, come last. */
    private void newRest(int taken) {
        shuffle(rest, 0, rest.length - taken);
        shuffle(rest, rest.length - taken, rest.length);
        restFrom = 0;
    }

    private int put(long[] batch, int position, int[] labels, int from, int to) {
        int at = position;
        for (int i = from; i < to; i++) {
            batch[at++] = members.next(labels[i]);
        }
        return at;
    }

    private void shuffle(int[] labels, int from, int to) {
        for (int i = to - 1; i > from; i--) {
            int j = from + random.nextInt(i - from + 1);
            int swap = labels[i];
            labels[i] = labels[j];
            labels[j] = swap;
        }
    }
}
