package io.github.dann4j.train;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.SafeTensors;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The tensors that a training needs to resume bit for bit: those of its {@link Learner}. Plain numbers are kept
 * elsewhere, as text. No state of a random generator is needed: the random draws of a step and its pair depend only on
 * the step's number.
 */
public final class TrainingState {
    private TrainingState() {}

    /**
     * Writes a learner's state in the safetensors format.
     *
     * @param texts texts to store with the state
     */
    public static void write(OutputStream out, Learner learner, Map<String, String> texts) throws IOException {
        try (PointerScope scope = new PointerScope()) {
            SafeTensors.write(out, learner.state(), texts);
        }
    }

    /**
     * Rejects a network with a value that is not finite, so that no such state is ever stored.
     *
     * @param updates number of completed steps
     * @throws TrainingException if a value is not finite; the message names the first one
     */
    public static void requireFinite(Learner learner, int updates) {
        try (PointerScope scope = new PointerScope()) {
            for (Map.Entry<String, Tensor> entry : learner.network().state().entrySet()) {
                // In float64, no sum of finite float32 values overflows.
                Tensor values = entry.getValue();
                if (!Double.isFinite(Tensors.doubles(values.sum(new ScalarTypeOptional(ScalarType.Double)))[0])) {
                    Tensor bad = values.masked_select(values.isfinite().logical_not());
                    throw new TrainingException(
                            String.format(
                                    Locale.ROOT,
                                    "training diverged within %d steps: a value of %s is %s; give a lower learning rate",
                                    updates,
                                    entry.getKey(),
                                    bad.flatten().select(0, 0).item_float()),
                            updates - 1);
                }
            }
        }
    }
}
