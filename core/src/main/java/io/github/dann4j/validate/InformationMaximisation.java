package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;

/**
 * The mutual information of example and prediction on the target, {@code H((1/n) Σ_i p(i)) − (1/n) Σ_i H(p(i))}, from 0
 * to ln K: predictions are certain, and of all classes (Bridle et al. 1991; as a validator Musgrave et al. 2022). 0 for
 * one example, for equal predictions, and if a single class is predicted with certainty.
 */
record InformationMaximisation() implements Validator {
    @Override
    public String name() {
        return "im";
    }

    @Override
    public String title() {
        return "Information maximisation";
    }

    @Override
    public String citation() {
        return "Bridle et al. 1991; Musgrave et al. 2022";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[][] logits = outputs.targetLogits();
        double information = Softmax.entropyOfMean(Softmax.of(logits)) - Softmax.mean(Softmax.entropies(logits));
        return Math.max(0, information);
    }
}
