package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;

/**
 * The mean entropy of a prediction on the target, {@code (1/n) Σ_i H(p(i))}, from 0 to ln K; smaller is better (Morerio
 * et al. 2018). 0 for predictions that are certain, even if they are wrong or all of one class.
 */
record Entropy() implements Validator {
    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public String title() {
        return "Mean entropy";
    }

    @Override
    public String citation() {
        return "Morerio et al. 2018";
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }

    @Override
    public double value(Outputs outputs) {
        return Softmax.mean(Softmax.entropies(outputs.targetLogits()));
    }
}
