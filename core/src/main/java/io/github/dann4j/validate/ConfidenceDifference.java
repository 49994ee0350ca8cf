package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;

/**
 * An estimate of the accuracy on the target (Guillory et al. 2021, DoC): the accuracy on the source, minus what is lost
 * in mean confidence, {@code accuracy_s − (mean max p_s − mean max p_t)}. It is not limited to 0 to 1, but always lies
 * between −1 and 2.
 *
 * <p>Too high where the source examples belong to the training, and for models that are certain on the target.
 */
record ConfidenceDifference() implements Validator {
    @Override
    public String name() {
        return "doc";
    }

    @Override
    public String title() {
        return "Difference of confidences";
    }

    @Override
    public String citation() {
        return "Guillory et al. 2021";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double accuracy = Softmax.accuracy(outputs.sourceLogits(), outputs.sourceLabels());
        double source = Softmax.mean(Softmax.confidences(outputs.sourceLogits()));
        return accuracy - (source - Softmax.mean(Softmax.confidences(outputs.targetLogits())));
    }
}
