package io.github.dann4j.validate.pool;

import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.numeric.Softmax;
import java.util.List;
import java.util.Locale;

/** How often models predict the same classes: figures of several models together, from 0 to 1. */
public final class Agreement {
    private Agreement() {}

    /**
     * Returns the share of target examples that two models predict alike. Where they differ at least one is wrong, so the
     * mean of their errors is at least half of the rest (Jiang et al. 2022 call the rest the disagreement).
     *
     * @throws IllegalArgumentException if the outputs have different numbers of target examples
     */
    public static double of(Outputs one, Outputs other) {
        return share(predictedClasses(one), predictedClasses(other), "target examples");
    }

    /**
     * Returns the share of target examples for which a model predicts the class that has the largest mean probability
     * among other models (EnsV, Hu et al. 2023, where the model itself is among the others).
     *
     * @param others at least one, of the same target examples in the same order
     * @throws IllegalArgumentException if the outputs have different numbers of target examples or of classes
     */
    public static double withEnsemble(Outputs model, List<Outputs> others) {
        double[][] sum = new double[model.targetLogits().length][model.classes()];
        for (Outputs other : others) {
            double[][] probabilities = Softmax.of(other.targetLogits());
            requireSame(sum.length, probabilities.length, "target examples");
            requireSame(sum[0].length, probabilities[0].length, "classes");
            for (int i = 0; i < sum.length; i++) {
                for (int c = 0; c < sum[i].length; c++) {
                    sum[i][c] += probabilities[i][c];
                }
            }
        }
        return share(predictedClasses(model), Softmax.classes(sum), "target examples");
    }

    /** Returns the class that a model predicts for each target example. */
    public static int[] predictedClasses(Outputs model) {
        return Softmax.classes(model.targetLogits());
    }

    /** Returns the share of target examples that a model gives each class; the sum is 1. */
    public static double[] predictedShares(Outputs model) {
        double[] shares = new double[model.classes()];
        int[] classes = Softmax.classes(model.targetLogits());
        for (int label : classes) {
            shares[label] += 1.0 / classes.length;
        }
        return shares;
    }

    /** Returns the share of equal numbers. */
    static double share(int[] one, int[] other, String what) {
        requireSame(one.length, other.length, what);
        double same = 0;
        for (int i = 0; i < one.length; i++) {
            same += one[i] == other[i] ? 1 : 0;
        }
        return same / one.length;
    }

    private static void requireSame(int expected, int got, String what) {
        if (expected != got) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "the outputs must be of the same %s, got %d and %d", what, expected, got));
        }
    }
}
