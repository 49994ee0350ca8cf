package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;

/**
 * Deep embedded validation: {@link Iwv} with a control variate, {@code mean(wl) + η mean(w) − η} with
 * {@code η = −Cov(wl, w) / Var(w)} (You et al. 2019, section 3.3). The mean of w should be 1; its difference from 1 is
 * removed from the estimate. η is 0 where all weights are equal. Not limited to 0 to 1, and often negative where the
 * domains are far apart.
 */
record Dev() implements Validator {
    /** A variance of the weights below this share of their squared mean is rounding. */
    private static final double ROUNDING = 1e-20;

    @Override
    public String name() {
        return "dev";
    }

    @Override
    public String title() {
        return "Deep embedded validation";
    }

    @Override
    public String citation() {
        return "You et al. 2019";
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }

    @Override
    public double value(Outputs outputs) {
        double[] weights = Iwv.weights(outputs);
        double[] losses = Iwv.losses(outputs);
        double mean = Softmax.mean(weights);
        double risk = Iwv.weighted(weights, losses);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < weights.length; i++) {
            covariance += (weights[i] * losses[i] - risk) * (weights[i] - mean);
            variance += (weights[i] - mean) * (weights[i] - mean);
        }
        double eta = variance <= ROUNDING * weights.length * mean * mean ? 0 : -covariance / variance;
        return risk + eta * mean - eta;
    }
}
