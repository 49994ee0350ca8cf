package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;

/**
 * Whether predictions hold between examples of the target, from 0 to 1: of inputs that are {@value Mixtures#SHARE} of one
 * example and the rest of another, the share that gets the predicted class of the first (Hu et al. 2023, MixVal). It is the
 * mean of two shares: where both examples are predicted alike, and where they are not. The paper takes the mean of the
 * places that models have by each of the two; the mean of the shares needs no other model.
 *
 * <p>0 for outputs without {@link Mixtures}. A share without a pair is left out: if one class is predicted for everything,
 * the first share alone counts.
 */
record MixVal() implements Validator {
    @Override
    public String name() {
        return "mixval";
    }

    @Override
    public String title() {
        return "Mixed samples";
    }

    @Override
    public String citation() {
        return "Hu et al. 2023";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        Mixtures mixtures = outputs.mixtures();
        if (mixtures == null) {
            return 0;
        }
        int[] classes = Softmax.classes(outputs.targetLogits());
        int[] mixed = Softmax.classes(mixtures.logits());
        int[] first = mixtures.first();
        int[] second = mixtures.second();
        double[] held = new double[2];
        double[] all = new double[2];
        for (int i = 0; i < mixed.length; i++) {
            int kind = classes[first[i]] == classes[second[i]] ? 0 : 1;
            all[kind]++;
            held[kind] += mixed[i] == classes[first[i]] ? 1 : 0;
        }
        double kinds = 0;
        double sum = 0;
        for (int kind = 0; kind < 2; kind++) {
            kinds += all[kind] > 0 ? 1 : 0;
            sum += all[kind] > 0 ? held[kind] / all[kind] : 0;
        }
        return kinds == 0 ? 0 : sum / kinds;
    }
}
