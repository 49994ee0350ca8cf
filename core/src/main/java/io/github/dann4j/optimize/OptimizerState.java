package io.github.dann4j.optimize;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/** Whether what an optimizer had gathered belongs to this one. */
final class OptimizerState {
    private OptimizerState() {}

    /**
     * A copy of another shape may be spread over a tensor without a word.
     *
     * @throws IllegalArgumentException if there are other tensors, or tensors of other shapes
     */
    static void requireSameKind(Map<String, Tensor> own, Map<String, Tensor> kept) {
        if (!own.keySet().equals(kept.keySet())) {
            throw new IllegalArgumentException("the optimizer keeps %s, got %s".formatted(own.keySet(), kept.keySet()));
        }
        own.forEach((name, tensor) -> {
            long[] expected = shape(tensor);
            long[] found = shape(Objects.requireNonNull(kept.get(name)));
            if (!Arrays.equals(found, expected)) {
                throw new IllegalArgumentException("its %s has the shape %s, here it is %s"
                        .formatted(name, Arrays.toString(found), Arrays.toString(expected)));
            }
        });
    }

    private static long[] shape(Tensor tensor) {
        return tensor.sizes().vec().get();
    }
}
