package io.github.dann4j.validate.pool;

import io.github.dann4j.validate.Outputs;
import java.util.List;

/**
 * The share of target examples that a model predicts as all models together do, itself included (Hu et al. 2023, EnsV).
 * It prefers models near the majority: if most models make the same mistakes, so does the one that it prefers.
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
