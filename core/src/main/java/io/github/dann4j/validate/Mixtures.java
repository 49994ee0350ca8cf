package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;
import java.util.Arrays;
import java.util.Locale;

/**
 * Inputs of the target mixed in pairs, {@value #SHARE} of the first and the rest of the second, and what a model computes
 * of them.
 *
 * <p>Immutable: the arrays are copied on construction and on access.
 *
 * @param first {@code [r]}: rows of the target's logits in the same {@link Outputs}, from 0
 * @param second {@code [r]}: the rows of the examples mixed into them
 * @param logits {@code [r][K]} of the mixed inputs
 */
public record Mixtures(int[] first, int[] second, double[][] logits) {
    /** Share of the first example in a mixed input. */
    public static final double SHARE = 0.55;

    /** Pairs of each kind: of one predicted class, and of two. */
    public static final int MOST = 500;

    /** @throws IllegalArgumentException if the numbers of rows differ */
    public Mixtures {
        first = first.clone();
        second = second.clone();
        logits = copy(logits);
        if (first.length != second.length || first.length != logits.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "mixed examples need two rows and the logits of each, got %d, %d and %d",
                    first.length,
                    second.length,
                    logits.length));
        }
    }

    /**
     * Returns the pairs to mix: for at most {@value #MOST} examples, spread evenly, the next example of the same predicted
     * class, then for as many the next one of another class; after the last example the first one follows. An example
     * without such a partner has no pair.
     *
     * @param targetLogits {@code [n][K]} of the target's examples
     * @return {@code [2][r]}, the first and the second of each pair
     */
    public static int[][] pairs(double[][] targetLogits) {
        int[] classes = Softmax.classes(targetLogits);
        int count = Math.min(MOST, classes.length);
        int[][] pairs = new int[2][2 * count];
        int at = 0;
        for (boolean same : new boolean[] {true, false}) {
            for (int k = 0; k < count; k++) {
                int row = (int) ((long) k * classes.length / count);
                int partner = partner(classes, row, same);
                if (partner != row) {
                    pairs[0][at] = row;
                    pairs[1][at++] = partner;
                }
            }
        }
        return new int[][] {Arrays.copyOf(pairs[0], at), Arrays.copyOf(pairs[1], at)};
    }

    /** Returns the next example of the same class or of another one; the example itself if there is none. */
    private static int partner(int[] classes, int row, boolean same) {
        int next = (row + 1) % classes.length;
        while (next != row && (classes[next] == classes[row]) != same) {
            next = (next + 1) % classes.length;
        }
        return next;
    }

    @Override
    public int[] first() {
        return first.clone();
    }

    @Override
    public int[] second() {
        return second.clone();
    }

    @Override
    public double[][] logits() {
        return copy(logits);
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}
