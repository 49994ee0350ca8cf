package io.github.dann4j.train;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.SafeTensors;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * What a training needs to go on bit for bit, beside numbers that fit into a text: the tensors of its {@link Learner}. No generator's
 * state is among them: what an update draws depends on its number alone, and so does the pair that it is given.
 */
public final class TrainingState {
    private TrainingState() {}

    /**
     * Writes a learner's state in safetensors.
     *
     * @param texts kept with it
     */
    public static void write(OutputStream out, Learner learner, Map<String, String> texts) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            SafeTensors.write(out, learner.state(), texts);
        }
    }

    /**
     * Refuses a network of which a weight is no finite number any more, so that no such state is ever kept.
     *
     * @param updates done
     * @throws TrainingException that names the first one
     */
    public static void requireFinite(Learner learner, int updates) {
        try (PointerScope scope = new PointerScope()) {
            for (Map.Entry<String, Tensor> entry : learner.network().state().entrySet()) {
                for (float value : Tensors.floats(entry.getValue())) {
                    if (!Float.isFinite(value)) {
                        throw new TrainingException(
                                "training diverged within %d steps: a value of %s is %s; give a lower learning rate"
                                        .formatted(updates, entry.getKey(), value),
                                updates - 1);
                    }
                }
            }
        }
    }
}
