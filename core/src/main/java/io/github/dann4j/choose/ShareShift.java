package io.github.dann4j.choose;

import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.pool.Agreement;

/**
 * How far the class shares of a model's predictions on the target are from those of the source.
 *
 * @param distance total variation: half the sum of the absolute differences, from 0 to 1
 * @param chance the mean distance of as many examples that are drawn with the source's shares
 */
record ShareShift(double distance, double chance) {
    /** Distances beyond chance from which on shares count as different. */
    private static final double LARGE = 0.15;

    static ShareShift of(Outputs outputs) {
        double[] predicted = Agreement.predictedShares(outputs);
        double[] source = new double[predicted.length];
        int[] labels = outputs.sourceLabels();
        for (int label : labels) {
            source[label] += 1.0 / labels.length;
        }
        double distance = 0;
        double chance = 0;
        double spread = 1.0 / labels.length + 1.0 / outputs.targetLogits().length;
        for (int c = 0; c < source.length; c++) {
            distance += Math.abs(predicted[c] - source[c]) / 2;
            // Mean of the absolute value of a normal difference of two shares.
            chance += Math.sqrt(2 / Math.PI * source[c] * (1 - source[c]) * spread) / 2;
        }
        return new ShareShift(distance, chance);
    }

    /**
     * Returns the effective number of predicted classes, exp of the entropy of their shares, divided by that of the
     * source's labels.
     */
    static double usedClasses(Outputs outputs) {
        double[] source = new double[outputs.classes()];
        int[] labels = outputs.sourceLabels();
        for (int label : labels) {
            source[label] += 1.0 / labels.length;
        }
        return Math.exp(entropy(Agreement.predictedShares(outputs)) - entropy(source));
    }

    private static double entropy(double[] shares) {
        double entropy = 0;
        for (double share : shares) {
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return entropy;
    }

    boolean isLarge() {
        return distance >= chance + LARGE;
    }
}
