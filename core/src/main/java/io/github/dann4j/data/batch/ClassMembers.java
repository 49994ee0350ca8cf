package io.github.dann4j.data.batch;

import io.github.dann4j.engine.Seeds;
import java.util.Arrays;

/**
 * The images of each class of labelled data. Every class goes through its images in rounds, each round in another
 * order.
 */
final class ClassMembers {
    private final int[][] members;
    private final IndexSampler[] orders;

    /**
     * @param labels label of each image
     * @param classes number of classes
     */
    ClassMembers(long[] labels, int classes, long seed) {
        this.members = new int[classes][];
        this.orders = new IndexSampler[classes];
        for (int c = 0; c < classes; c++) {
            members[c] = members(labels, c);
            if (members[c].length > 0) {
                orders[c] = new IndexSampler(members[c].length, 1, Seeds.derive(seed, c));
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

    /** Returns whether a class has an image. */
    boolean has(int label) {
        return members[label].length > 0;
    }

    /** Returns the index of the next image of a class that has at least one. */
    int next(int label) {
        return members[label][(int) orders[label].next()[0]];
    }
}
