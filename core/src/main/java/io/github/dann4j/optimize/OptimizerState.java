package io.github.dann4j.optimize;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/** Checks that a stored optimizer state fits an optimizer. */
final class OptimizerState {
    private OptimizerState() {}

    /**
     * Requires the same names and shapes. Without this check, copying a tensor of another shape could silently
     * broadcast.
     *
     * @throws IllegalArgumentException if names or shapes differ
     */
    static void requireSameKind(Map<String, Tensor> own, Map<String, Tensor> kept) {
        if (!own.keySet().equals(kept.keySet())) {
            throw new IllegalArgumentException(
                    "expected the optimizer state %s, got %s".formatted(own.keySet(), kept.keySet()));
        }
        own.forEach((name, tensor) -> {
            long[] expected = shape(tensor);
            long[] found = shape(Objects.requireNonNull(kept.get(name)));
            if (!Arrays.equals(found, expected)) {
                throw new IllegalArgumentException("optimizer state %s has shape %s, expected %s"
                        .formatted(name, Arrays.toString(found), Arrays.toString(expected)));
            }
        });
    }

    private static long[] shape(Tensor tensor) {
        return tensor.sizes().vec().get();
    }
}
