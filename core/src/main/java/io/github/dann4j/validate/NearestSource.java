package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;
import io.github.dann4j.validate.numeric.Vectors;

/**
 * The share of target examples whose nearest source example is predicted correctly, from 0 to 1; the nearest one has the
 * largest cosine between the predictions of both (Musgrave et al. 2022, in their library). Of several nearest examples the
 * share of correct ones counts. It shows whether the target lies where the model classifies the source correctly.
 */
record NearestSource() implements Validator {
    /** Cosines that differ by no more than this are equal. */
    private static final double TIE = 1e-12;

    @Override
    public String name() {
        return "nearest-source";
    }

    @Override
    public String title() {
        return "Nearest source";
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
        double[][] source = Vectors.unit(Softmax.of(outputs.sourceLogits()));
        double[][] target = Vectors.unit(Softmax.of(outputs.targetLogits()));
        int[] predicted = Softmax.classes(outputs.sourceLogits());
        int[] labels = outputs.sourceLabels();
        double[] shares = new double[target.length];
        for (int i = 0; i < target.length; i++) {
            double[] cosines = new double[source.length];
            double most = 0;
            for (int j = 0; j < source.length; j++) {
                cosines[j] = Vectors.product(target[i], source[j]);
                most = Math.max(most, cosines[j]);
            }
            double correct = 0;
            double nearest = 0;
            for (int j = 0; j < source.length; j++) {
                if (cosines[j] >= most - TIE) {
                    nearest++;
                    correct += predicted[j] == labels[j] ? 1 : 0;
                }
            }
            shares[i] = correct / nearest;
        }
        return Softmax.mean(shares);
    }
}
