package io.github.dann4j.optimize;

import io.github.dann4j.train.Learner;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Parameters that are updated together, by an optimizer of their own.
 *
 * @param name in checkpoints and in {@link Learner#update(Tensor, StepContext, String...)}
 * @param parameters by name
 * @param rateFactor their learning rate is that of the training times this; positive
 */
public record ParameterGroup(String name, Map<String, Tensor> parameters, double rateFactor) {
    public ParameterGroup {
        if (!(rateFactor > 0 && rateFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rateFactor must be positive and finite, got " + rateFactor);
        }
    }

    /** A group at the training's own rate. */
    public ParameterGroup(String name, Map<String, Tensor> parameters) {
        this(name, parameters, 1);
    }
}
