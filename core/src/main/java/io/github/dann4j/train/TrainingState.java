package io.github.dann4j.train;

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
                // In float64, in which no sum of finite float32 values overflows.
                Tensor values = entry.getValue();
                if (!Double.isFinite(
                        values.sum(new ScalarTypeOptional(ScalarType.Double)).item_double())) {
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
