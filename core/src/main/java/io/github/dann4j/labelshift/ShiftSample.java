package io.github.dann4j.labelshift;

import java.util.Arrays;
import java.util.Locale;

/**
 * What an estimator sees: predictions on labelled source examples, which should not belong to the training, and on
 * unlabelled target examples. There is no place for a label of the target.
 *
 * <p>Immutable: the arrays are copied on construction and on access.
 *
 * @param sourceLogits {@code [m][K]}, m at least 1, K at least 2: logits of source examples
 * @param sourceLabels {@code [m]}, from 0 to K − 1: their labels
 * @param targetLogits {@code [n][K]}, n at least 1: logits of target examples
 */
public record ShiftSample(double[][] sourceLogits, int[] sourceLabels, double[][] targetLogits) {
    /**
     * Copies and checks the arrays.
     *
     * @throws IllegalArgumentException if a shape or a label is not as above, or if a logit is not finite
     */
    public ShiftSample {
        sourceLogits = copy(sourceLogits);
        sourceLabels = sourceLabels.clone();
        targetLogits = copy(targetLogits);
        int classes = requireRows("source logits", sourceLogits, -1);
        requireRows("target logits", targetLogits, classes);
        if (sourceLabels.length != sourceLogits.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "every source example needs one label, got %d labels for %d examples",
                    sourceLabels.length,
                    sourceLogits.length));
        }
        for (int label : sourceLabels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "a source label must be from 0 to %d, got %d", classes - 1, label));
            }
        }
    }

    @Override
    public double[][] sourceLogits() {
        return copy(sourceLogits);
    }

    @Override
    public int[] sourceLabels() {
        return sourceLabels.clone();
    }

    @Override
    public double[][] targetLogits() {
        return copy(targetLogits);
    }

    /** Returns the number of classes, K. */
    public int classes() {
        return sourceLogits[0].length;
    }

    /** Returns the share of each class among the source examples; the sum is 1. */
    public double[] sourceShares() {
        double[] shares = new double[classes()];
        for (int label : sourceLabels) {
            shares[label] += 1.0 / sourceLabels.length;
        }
        return shares;
    }

    /** Returns the probabilities of the source examples, {@code [m][K]}. */
    double[][] source() {
        return softmax(sourceLogits);
    }

    /** Returns the probabilities of the target examples, {@code [n][K]}. */
    double[][] target() {
        return softmax(targetLogits);
    }

    /** Returns a sample with the same source and the given target examples, which may repeat. */
    ShiftSample withTarget(int[] examples) {
        double[][] drawn = new double[examples.length][];
        Arrays.setAll(drawn, i -> targetLogits[examples[i]]);
        return new ShiftSample(sourceLogits, sourceLabels, drawn);
    }

    /** Returns the softmax of each row. */
    static double[][] softmax(double[][] logits) {
        double[][] rows = new double[logits.length][];
        for (int i = 0; i < rows.length; i++) {
            double most = Arrays.stream(logits[i]).max().orElseThrow();
            double[] row = Arrays.stream(logits[i])
                    .map(logit -> Math.exp(logit - most))
                    .toArray();
            double sum = Arrays.stream(row).sum();
            rows[i] = Arrays.stream(row).map(value -> value / sum).toArray();
        }
        return rows;
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    /** @param columns expected number; -1 for any from 2 on */
    private static int requireRows(String what, double[][] rows, int columns) {
        if (rows.length == 0) {
            throw new IllegalArgumentException(what + " need at least one row, got none");
        }
        int needed = columns == -1 ? Math.max(2, rows[0].length) : columns;
        for (double[] row : rows) {
            if (row.length != needed) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s need %d columns, got %d", what, needed, row.length));
            }
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(what + " must be finite, got " + value);
                }
            }
        }
        return needed;
    }
}
