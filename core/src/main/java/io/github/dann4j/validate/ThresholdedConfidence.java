package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;
import java.util.Arrays;

/**
 * An estimate of the accuracy on the target, from 0 to 1 (Garg et al. 2022, ATC-NE, without temperature): the share of
 * target examples whose negative entropy reaches a threshold t. t is chosen on the source: as many examples reach it as are
 * predicted correctly. If none is correct, the estimate is 0.
 *
 * <p>Too high where the source examples belong to the training, and after a training that lowers entropies.
 */
record ThresholdedConfidence() implements Validator {
    /** Entropies that differ by no more than this are equal. */
    private static final double TIE = 1e-12;

    @Override
    public String name() {
        return "atc";
    }

    @Override
    public String title() {
        return "Average thresholded confidence";
    }

    @Override
    public String citation() {
        return "Garg et al. 2022";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[] source = Softmax.entropies(outputs.sourceLogits());
        Arrays.sort(source);
        int correct =
                (int) Math.round(source.length * Softmax.accuracy(outputs.sourceLogits(), outputs.sourceLabels()));
        if (correct == 0) {
            return 0;
        }
        double threshold = source[correct - 1] + TIE;
        double[] target = Softmax.entropies(outputs.targetLogits());
        return (double) Arrays.stream(target)
                        .filter(entropy -> entropy <= threshold)
                        .count()
                / target.length;
    }
}
