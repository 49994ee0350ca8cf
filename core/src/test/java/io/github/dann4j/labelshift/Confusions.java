package io.github.dann4j.labelshift;

import java.util.Arrays;

/** A model with three classes and known mistakes, seen on a source with even and a target with uneven classes. */
final class Confusions {
    /** Share of predictions j for examples of class y: {@code PREDICTED[j][y]}. */
    static final double[][] PREDICTED = {{0.8, 0.1, 0.1}, {0.1, 0.7, 0.2}, {0.1, 0.2, 0.7}};

    /** True shares of the target. */
    static final double[] TARGET = {0.6, 0.3, 0.1};

    /** Shares of the predictions on that target: PREDICTED · TARGET. */
    static final double[] COUNTS = {0.52, 0.29, 0.19};

    private Confusions() {}

    /** Returns 30 source and 100 target examples. The probabilities of a prediction are those of the classes given it. */
    static ShiftSample sample() {
        double[][] source = new double[30][];
        int[] labels = new int[30];
        int at = 0;
        for (int y = 0; y < 3; y++) {
            for (int j = 0; j < 3; j++) {
                for (int n = 0; n < Math.round(10 * PREDICTED[j][y]); n++) {
                    source[at] = logits(j);
                    labels[at++] = y;
                }
            }
        }
        double[][] target = new double[100][];
        at = 0;
        for (int j = 0; j < 3; j++) {
            for (int n = 0; n < Math.round(100 * COUNTS[j]); n++) {
                target[at++] = logits(j);
            }
        }
        return new ShiftSample(source, labels, target);
    }

    private static double[] logits(int predicted) {
        return Arrays.stream(PREDICTED[predicted]).map(Math::log).toArray();
    }

    /** Returns the confusion of that model without rounding. */
    static Confusion exact() {
        double[][] joint = Arrays.stream(PREDICTED)
                .map(row -> Arrays.stream(row).map(share -> share / 3).toArray())
                .toArray(double[][]::new);
        return new Confusion(joint, COUNTS);
    }
}
