package io.github.dann4j.validate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a trained model computes from examples of both domains: all that a validator sees. There is no place for a label
 * of the target.
 *
 * <p>Immutable: the arrays are copied on construction and on access.
 *
 * @param sourceFeatures {@code [m][d]}, m and d at least 1: the features of source examples, row by row
 * @param sourceLogits {@code [m][K]}, K at least 2: the logits of their classes
 * @param sourceLabels {@code [m]}, from 0 to K - 1: their labels
 * @param targetFeatures {@code [n][d]}, n at least 1: the features of target examples
 * @param targetLogits {@code [n][K]}: the logits of their classes
 * @param mixtures examples of the target mixed in pairs; null if none were
 * @param classWeights {@code [K][h]}: the weights of the label predictor's last layer; no rows if they are not known
 */
public record Outputs(
        double[][] sourceFeatures,
        double[][] sourceLogits,
        int[] sourceLabels,
        double[][] targetFeatures,
        double[][] targetLogits,
        @Nullable Mixtures mixtures,
        double[][] classWeights) {
    /**
     * Copies and checks the arrays.
     *
     * @throws IllegalArgumentException if a shape or a label is not as above, or if a number is not finite in float32
     */
    public Outputs {
        sourceFeatures = copy(sourceFeatures);
        sourceLogits = copy(sourceLogits);
        sourceLabels = sourceLabels.clone();
        targetFeatures = copy(targetFeatures);
        targetLogits = copy(targetLogits);
        classWeights = copy(classWeights);
        requireRows("source features", sourceFeatures, 1);
        requireRows("source logits", sourceLogits, 2);
        requireRows("target features", targetFeatures, 1);
        requireRows("target logits", targetLogits, 2);
        requireEqual("rows of source logits", sourceLogits.length, sourceFeatures.length);
        requireEqual("source labels", sourceLabels.length, sourceFeatures.length);
        requireEqual("rows of target logits", targetLogits.length, targetFeatures.length);
        requireEqual("columns of target features", targetFeatures[0].length, sourceFeatures[0].length);
        requireEqual("columns of target logits", targetLogits[0].length, sourceLogits[0].length);
        if (classWeights.length > 0) {
            requireRows("class weights", classWeights, 1);
            requireEqual("rows of class weights", classWeights.length, sourceLogits[0].length);
        }
        if (mixtures != null) {
            requireMixtures(mixtures, targetLogits);
        }
        for (int label : sourceLabels) {
            if (label < 0 || label >= sourceLogits[0].length) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "a source label must be from 0 to %d, got %d", sourceLogits[0].length - 1, label));
            }
        }
    }

    /** Outputs without mixed examples and class weights. */
    public Outputs(
            double[][] sourceFeatures,
            double[][] sourceLogits,
            int[] sourceLabels,
            double[][] targetFeatures,
            double[][] targetLogits) {
        this(sourceFeatures, sourceLogits, sourceLabels, targetFeatures, targetLogits, null, new double[0][]);
    }

    /**
     * Returns the same outputs with mixed examples and class weights.
     *
     * @throws IllegalArgumentException if a shape is not as above, or if a number is not finite in float32
     */
    public Outputs with(Mixtures mixed, double[][] weights) {
        return new Outputs(sourceFeatures, sourceLogits, sourceLabels, targetFeatures, targetLogits, mixed, weights);
    }

    /** Returns the logits and labels with one column of zeros for features, and without mixed examples and class weights. */
    public Outputs withoutFeatures() {
        return new Outputs(
                new double[sourceLogits.length][1],
                sourceLogits,
                sourceLabels,
                new double[targetLogits.length][1],
                targetLogits);
    }

    /** Same, from arrays of float32 as networks give them. */
    public static Outputs of(
            float[][] sourceFeatures,
            float[][] sourceLogits,
            int[] sourceLabels,
            float[][] targetFeatures,
            float[][] targetLogits) {
        return new Outputs(
                doubles(sourceFeatures),
                doubles(sourceLogits),
                sourceLabels,
                doubles(targetFeatures),
                doubles(targetLogits));
    }

    @Override
    public double[][] sourceFeatures() {
        return copy(sourceFeatures);
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
    public double[][] targetFeatures() {
        return copy(targetFeatures);
    }

    @Override
    public double[][] targetLogits() {
        return copy(targetLogits);
    }

    @Override
    public double[][] classWeights() {
        return copy(classWeights);
    }

    /** Returns the number of classes, K. */
    public int classes() {
        return sourceLogits[0].length;
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    /** Returns arrays of float32 as float64. */
    public static double[][] doubles(float[][] rows) {
        double[][] wide = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            wide[i] = new double[rows[i].length];
            for (int c = 0; c < rows[i].length; c++) {
                wide[i][c] = rows[i][c];
            }
        }
        return wide;
    }

    private static void requireMixtures(Mixtures mixtures, double[][] targetLogits) {
        if (mixtures.logits().length > 0) {
            requireRows("logits of mixed examples", mixtures.logits(), 2);
            requireEqual("columns of logits of mixed examples", mixtures.logits()[0].length, targetLogits[0].length);
        }
        for (int[] rows : new int[][] {mixtures.first(), mixtures.second()}) {
            for (int row : rows) {
                if (row < 0 || row >= targetLogits.length) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "a mixed example must be of rows 0 to %d of the target, got %d",
                            targetLogits.length - 1,
                            row));
                }
            }
        }
    }

    private static void requireRows(String what, double[][] rows, int fewest) {
        if (rows.length == 0 || rows[0].length < fewest) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s need at least one row and %d columns, got %d rows and %d columns",
                    what,
                    fewest,
                    rows.length,
                    rows.length == 0 ? 0 : rows[0].length));
        }
        for (int i = 0; i < rows.length; i++) {
            requireEqual("columns in row " + i + " of " + what, rows[i].length, rows[0].length);
            for (double value : rows[i]) {
                if (!(Math.abs(value) <= Float.MAX_VALUE)) {
                    throw new IllegalArgumentException(
                            String.format(Locale.ROOT, "%s must be finite in float32, row %d has %s", what, i, value));
                }
            }
        }
    }

    private static void requireEqual(String what, int got, int needed) {
        if (got != needed) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s: got %d, expected %d", what, got, needed));
        }
    }
}
