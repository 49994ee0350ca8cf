package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Eigenvalues;
import io.github.dann4j.validate.numeric.Softmax;

/**
 * The nuclear norm of the predictions on the target as a share of its largest possible value:
 * {@code ‖P‖_* / √(n · min(n, K))}, the sum of the singular values of P, above 0 and at most 1 (Cui et al. 2020; as a
 * validator in Musgrave et al. 2022). It is 1 if predictions are certain and all classes equally frequent, and 1/√K for
 * many examples that are all certainly of one class. For one example it is the length of its prediction.
 */
record NuclearNorm() implements Validator {
    @Override
    public String name() {
        return "bnm";
    }

    @Override
    public String title() {
        return "Nuclear norm";
    }

    @Override
    public String citation() {
        return "Cui et al. 2020; Musgrave et al. 2022";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[][] probabilities = Softmax.of(outputs.targetLogits());
        double sum = 0;
        for (double value : Eigenvalues.singularValues(probabilities)) {
            sum += value;
        }
        int examples = probabilities.length;
        return sum / Math.sqrt((double) examples * Math.min(examples, outputs.classes()));
    }
}
