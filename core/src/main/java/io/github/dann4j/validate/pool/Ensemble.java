package io.github.dann4j.validate.pool;

import io.github.dann4j.validate.Outputs;
import java.util.List;

/**
 * The share of target examples that a model predicts as all models together do, itself included (Hu et al. 2023, EnsV). It
 * finds models near the common opinion: if most of them are wrong alike, so is the best by it.
 */
record Ensemble() implements PoolValidator {
    @Override
    public String name() {
        return "ensv";
    }

    @Override
    public String title() {
        return "Agreement with the ensemble";
    }

    @Override
    public String citation() {
        return "Hu et al. 2023";
    }

    @Override
    public double[] values(List<Outputs> models) {
        AgreementLine.requireSeveral(models);
        return models.stream()
                .mapToDouble(model -> Agreement.withEnsemble(model, models))
                .toArray();
    }
}
