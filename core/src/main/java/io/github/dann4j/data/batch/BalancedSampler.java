package io.github.dann4j.data.batch;

import io.github.dann4j.data.DataException;
import io.github.dann4j.engine.Seeds;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws images of a labelled set so that every class that has any is as frequent as the others: in a batch of b images of k classes each
 * comes b / k times, rounded down or up, and in all batches together no class has come more than once more often than another. The images
 * of a class come in rounds; one with few of them comes round more often.
 */
final class BalancedSampler implements IndexDraw {
    private final int batchSize;
    private final ClassMembers members;
    private final SplittableRandom random;
    private final int[] classes;

    /** A round of the classes, of which a batch takes those that it needs beyond whole rounds; what is left is for the next batches. */
    private final int[] rest;

    private int restFrom;

    /**
     * @param labels of the set
     * @param classCount number of classes
     */
    BalancedSampler(long[] labels, int classCount, int batchSize, long seed) {
        this.batchSize = batchSize;
        this.members = new ClassMembers(labels, classCount, Seeds.derive(seed, "images"));
        this.random = new SplittableRandom(seed);
        this.classes = IntStream.range(0, classCount).filter(members::has).toArray();
        if (classes.length == 0) {
            throw new DataException(
                    String.format(Locale.ROOT, "no image of any of %d classes to draw a batch from", classCount));
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

    /** A new round, in which those that end the old one, which this batch has taken already, come last. */
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
