package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Eigenvalues;
import io.github.dann4j.validate.numeric.Vectors;

/**
 * The effective rank of the target's features, {@code exp(H(σ / Σσ))} with the singular values σ of their matrix, from 1 to
 * the smaller of its sides (Garrido et al. 2023, without their small constant). It does not depend on the meaning of
 * the features. 1 for features that are all the same, 0 for features that are all 0.
 *
 * <p>Uses at most {@value #MOST} examples, spread evenly.
 */
record RankMe() implements Validator {
    /** Examples of the target. */
    static final int MOST = 500;

    @Override
    public String name() {
        return "rankme";
    }

    @Override
    public String title() {
        return "RankMe";
    }

    @Override
    public String citation() {
        return "Garrido et al. 2023";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[] values = Eigenvalues.singularValues(Vectors.spread(outputs.targetFeatures(), MOST));
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double entropy = 0;
        for (double value : values) {
            entropy -= value > 0 ? value / sum * Math.log(value / sum) : 0;
        }
        return sum == 0 ? 0 : Math.exp(entropy);
    }
}
