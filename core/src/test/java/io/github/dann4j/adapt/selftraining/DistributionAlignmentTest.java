package io.github.dann4j.adapt.selftraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class DistributionAlignmentTest {
    /** Class 0 is predicted twice as often as it should be: (0.6 · 2/3, 0.3 · 4/3, 0.1 · 4/3), scaled to the sum 1. */
    @Test
    void alignment_takesFromTheClassThatThePredictionsFavour() {
        try (PointerScope scope = new PointerScope()) {
            float[] aligned = Tensors.floats(DistributionAlignment.aligned(
                    Tensors.ofFloats(new float[] {0.6f, 0.3f, 0.1f}, 1, 3),
                    Tensors.ofFloats(new float[] {1 / 3f, 1 / 3f, 1 / 3f}, 3),
                    Tensors.ofFloats(new float[] {0.5f, 0.25f, 0.25f}, 3)));
            assertThat(aligned).containsExactly(new float[] {3 / 7f, 3 / 7f, 1 / 7f}, within(1e-5f));
        }
    }
}
