package io.github.dann4j.labelshift;

import java.util.Arrays;

/**
 * Bias-corrected temperature scaling: probabilities softmax(z / T + b) that fit the labels of the source best
 * (Alexandari et al. 2020, "Maximum likelihood with bias-corrected calibration is hard-to-beat at label shift
 * adaptation").
 *
 * @param inverse 1 / T, positive
 * @param bias b, {@code [K]}
 */
record Calibration(double inverse, double[] bias) {
    private static final int ITERATIONS = 200;
    private static final double SMALLEST_STEP = 1e-10;
    private static final double SUFFICIENT = 1e-9;

    /**
     * Fits by gradient descent with steps that always reduce the mean negative log likelihood, which is convex.
     *
     * @param logits {@code [m][K]}
     * @param labels {@code [m]}
     */
    static Calibration fit(double[][] logits, int[] labels) {
        Calibration best = new Calibration(1, new double[logits[0].length]);
        double loss = best.loss(logits, labels);
        double step = 1;
        for (int i = 0; i < ITERATIONS; i++) {
            double[] gradient = best.gradient(logits, labels); // [K + 1], that of 1 / T last
            if (LinearSystem.norm(gradient) < SUFFICIENT) {
                break;
            }
            step *= 4;
            Calibration next = best.moved(gradient, step);
            double nextLoss = next.loss(logits, labels);
            while (!(nextLoss < loss) && step > SMALLEST_STEP) {
                step /= 2;
                next = best.moved(gradient, step);
                nextLoss = next.loss(logits, labels);
            }
            if (!(nextLoss < loss)) {
                break;
            }
            best = next;
            loss = nextLoss;
        }
        return best;
    }

    /** Returns the calibrated probabilities, {@code [n][K]}. */
    double[][] apply(double[][] logits) {
        double[][] scaled = new double[logits.length][];
        for (int i = 0; i < scaled.length; i++) {
            double[] row = logits[i];
            scaled[i] = new double[row.length];
            Arrays.setAll(scaled[i], k -> row[k] * inverse + bias[k]);
        }
        return ShiftSample.softmax(scaled);
    }

    private Calibration moved(double[] gradient, double step) {
        double[] moved = new double[bias.length];
        Arrays.setAll(moved, k -> bias[k] - step * gradient[k]);
        double inverted = inverse - step * gradient[bias.length];
        return new Calibration(inverted > 0 ? inverted : inverse / 2, moved);
    }

    private double loss(double[][] logits, int[] labels) {
        double[][] probabilities = apply(logits);
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            loss -= Math.log(Math.max(probabilities[i][labels[i]], Double.MIN_NORMAL)) / labels.length;
        }
        return loss;
    }

    private double[] gradient(double[][] logits, int[] labels) {
        double[][] probabilities = apply(logits);
        double[] gradient = new double[bias.length + 1];
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < bias.length; k++) {
                double error = (probabilities[i][k] - (labels[i] == k ? 1 : 0)) / labels.length;
                gradient[k] += error;
                gradient[bias.length] += error * logits[i][k];
            }
        }
        return gradient;
    }
}
