package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.DomainRatio;
import io.github.dann4j.validate.numeric.Softmax;

/**
 * Importance-weighted validation: an estimate of the error on the target, {@code (1/m) Σ w(i) l(i)} over the source,
 * where l is 1 for a wrong prediction and 0 otherwise, and w is how much more probable the example's features are in
 * the target ({@link DomainRatio}; Sugiyama, Krauledat and Müller 2007). 0 or more, without a limit: where hardly any
 * source example looks like the target, a few weights decide, or all are near 0. For fewer than five examples of a
 * domain all weights are 1.
 */
record Iwv() implements Validator {
    /** Returns 1 for each source example that is predicted wrongly, and 0 for the others. */
    static double[] losses(Outputs outputs) {
        int[] classes = Softmax.classes(outputs.sourceLogits());
        int[] labels = outputs.sourceLabels();
        double[] losses = new double[classes.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = classes[i] == labels[i] ? 0 : 1;
        }
        return losses;
    }

    /** Returns the importance of each source example. */
    static double[] weights(Outputs outputs) {
        return DomainRatio.ofSource(outputs.sourceFeatures(), outputs.targetFeatures());
    }

    /** Returns the mean of products, {@code (1/m) Σ w(i) l(i)}. */
    static double weighted(double[] weights, double[] losses) {
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            sum += weights[i] * losses[i];
        }
        return sum / losses.length;
    }

    @Override
    public String name() {
        return "iwv";
    }

    @Override
    public String title() {
        return "Importance-weighted validation";
    }

    @Override
    public String citation() {
        return "Sugiyama et al. 2007";
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }

    @Override
    public double value(Outputs outputs) {
        return weighted(weights(outputs), losses(outputs));
    }
}
