package io.github.dann4j.optimize;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.train.Learner;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Parameters that one optimizer updates together.
 *
 * @param name name in checkpoints and in {@link Learner#update(Tensor, StepContext, String...)}
 * @param parameters parameters by name
 * @param rateFactor factor on the training's learning rate for this group; positive
 */
@PublicApi
public record ParameterGroup(String name, Map<String, Tensor> parameters, double rateFactor) {
    public ParameterGroup {
        if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rateFactor must be positive and finite, got " + rateFactor);
        }
    }

    /** Creates a group with the training's learning rate. */
    public ParameterGroup(String name, Map<String, Tensor> parameters) {
        this(name, parameters, 1);
    }
}
