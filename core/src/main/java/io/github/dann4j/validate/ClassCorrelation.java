package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Eigenvalues;
import io.github.dann4j.validate.numeric.Softmax;
import io.github.dann4j.validate.numeric.Vectors;

/**
 * How much the class correlation of the predictions on the target is like a multiple of the identity:
 * {@code tr(PᵀP) / ‖PᵀP‖_F}, from 1 to √K; √K times the cosine between PᵀP and the identity (Tu et al. 2024, SoftmaxCorr).
 * It is √K if predictions are certain and all classes equally frequent, and 1 if all predictions are the same. Larger is
 * better by this algebra; programs that minimise have another form.
 */
record ClassCorrelation() implements Validator {
    @Override
    public String name() {
        return "corr-c";
    }

    @Override
    public String title() {
        return "Class correlation";
    }

    @Override
    public String citation() {
        return "Tu et al. 2024";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[][] products = Eigenvalues.columnProducts(Softmax.of(outputs.targetLogits()));
        double trace = 0;
        double squares = 0;
        for (int a = 0; a < products.length; a++) {
            trace += products[a][a];
            squares += Vectors.product(products[a], products[a]);
        }
        return trace / Math.sqrt(squares);
    }
}
