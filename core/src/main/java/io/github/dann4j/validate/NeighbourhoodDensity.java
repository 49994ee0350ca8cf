package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;
import io.github.dann4j.validate.numeric.Vectors;

/**
 * How many neighbours an example of the target has among the predictions (Saito et al. 2021):
 * {@code (1/n) Σ_i H(softmax_j≠i(cos(p(i), p(j)) / τ))} with τ = 0.05, from 0 to ln(n − 1). Largest if all predictions are
 * the same, so a model that predicts one class looks best. 0 for one or two examples.
 */
record NeighbourhoodDensity() implements Validator {
    private static final double TEMPERATURE = 0.05;

    @Override
    public String name() {
        return "snd";
    }

    @Override
    public String title() {
        return "Soft neighbourhood density";
    }

    @Override
    public String citation() {
        return "Saito et al. 2021";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[][] unit = Vectors.unit(Softmax.of(outputs.targetLogits()));
        double[] entropies = new double[unit.length];
        for (int i = 0; i < unit.length && unit.length > 2; i++) {
            double[] logits = new double[unit.length - 1];
            for (int j = 0; j < logits.length; j++) {
                logits[j] = Vectors.product(unit[i], unit[j < i ? j : j + 1]) / TEMPERATURE;
            }
            entropies[i] = Softmax.entropies(new double[][] {logits})[0];
        }
        return Softmax.mean(entropies);
    }
}
