package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.predict.ModelOutputs;
import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.Validators;
import java.util.LinkedHashMap;
import java.util.Map;

/** The validators of a training: figures of its network on training examples, without a label of the target. */
final class TrainingValidators {
    /** Examples of each domain. */
    private static final int EXAMPLES = 1000;

    private TrainingValidators() {}

    /**
     * Returns the value of each validator that takes little time, by name.
     *
     * @param targetStatistics the domain whose batch statistics the network uses on target images
     * @return nothing for a method that learns from the labels of the target, which is not one to choose without them;
     *     and if an output is not finite, which the diagnosis reports
     */
    static Map<String, Double> of(MethodType<?> method, DomainPair pair, Evaluator evaluator, Domain targetStatistics) {
        if (method.needsTargetLabels()) {
            return Map.of();
        }
        Outputs outputs;
        try {
            outputs = ModelOutputs.of(evaluator, pair.sourceTrain(), pair.targetTrain(), targetStatistics, EXAMPLES);
        } catch (ModelException e) {
            return Map.of();
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (Validator validator : Validators.fast()) {
            values.put(validator.name(), validator.value(outputs));
        }
        return values;
    }
}
