package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;
import java.util.Arrays;

/**
 * Deep embedded validation with normalised weights, {@code w / max w − mean(w / max w) + 1} (Musgrave et al. 2022, DEVN): a
 * mean of 1, and no weight above 2, so no single example decides. As the mean is 1, the control variate of {@link Dev}
 * is 0, and the value is {@code mean(wl)}, from 0 to 2.
 */
record Devn() implements Validator {
    @Override
    public String name() {
        return "devn";
    }

    @Override
    public String title() {
        return "Deep embedded validation, normalised";
    }

    @Override
    public String citation() {
        return "Musgrave et al. 2022";
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }

    @Override
    public double value(Outputs outputs) {
        double[] weights = Iwv.weights(outputs);
        double most = Arrays.stream(weights).max().orElseThrow();
        double mean = Softmax.mean(weights) / most;
        double[] normalised =
                Arrays.stream(weights).map(weight -> weight / most - mean + 1).toArray();
        return Iwv.weighted(normalised, Iwv.losses(outputs));
    }
}
