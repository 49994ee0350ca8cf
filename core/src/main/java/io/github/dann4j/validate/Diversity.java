package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;

/**
 * The entropy of the mean prediction on the target, {@code H((1/n) Σ_i p(i))}, from 0 to ln K (Bridle et al. 1991: the
 * first of the two terms of their mutual information). It assumes classes of equal size. A model that is never certain
 * has the largest value.
 */
record Diversity() implements Validator {
    @Override
    public String name() {
        return "diversity";
    }

    @Override
    public String title() {
        return "Diversity";
    }

    @Override
    public String citation() {
        return "Bridle et al. 1991";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        return Softmax.entropyOfMean(Softmax.of(outputs.targetLogits()));
    }
}
