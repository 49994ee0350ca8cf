package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;

/**
 * The share of source examples whose class is predicted: from 0 to 1. It knows nothing of the target. On examples of the
 * training it is near 1 for every model, so small differences are noise.
 *
 * <p>Musgrave, Belongie and Lim 2022 compare it with other validators.
 */
record SourceAccuracy() implements Validator {
    @Override
    public String name() {
        return "source-acc";
    }

    @Override
    public String title() {
        return "Source accuracy";
    }

    @Override
    public String citation() {
        return "Musgrave et al. 2022";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        return Softmax.accuracy(outputs.sourceLogits(), outputs.sourceLabels());
    }
}
