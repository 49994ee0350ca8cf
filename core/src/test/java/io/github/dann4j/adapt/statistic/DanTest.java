package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.statistic.Alignment.Output;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.loss.MeanDiscrepancy;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class DanTest {
    @Test
    void discrepancy_isThatOfTheFeaturesPlusThatOfTheLogits() {
        try (PointerScope scope = new PointerScope()) {
            Tensor a = Tensors.ofFloats(new float[] {0, 1, 2}, 3, 1);
            Tensor b = Tensors.ofFloats(new float[] {5, 7, 6}, 3, 1);
            Tensor y = Tensors.ofFloats(new float[] {1, 0, 0, 1, 2, 3}, 3, 2);
            Tensor z = Tensors.ofFloats(new float[] {3, 3, -1, 1, 0, 0}, 3, 2);
            float features = MeanDiscrepancy.squared(MeanDiscrepancy.gaussians(a, b, 5), 3)
                    .item_float();
            float logits = MeanDiscrepancy.squared(MeanDiscrepancy.gaussians(y, z, 5), 3)
                    .item_float();
            assertThat(Dan.discrepancy(new Output(a, y), new Output(b, z), 5).item_float())
                    .isCloseTo(features + logits, within(1e-6f));
            assertThat(features).isGreaterThan(logits);
        }
    }

    /** Descent brings the domains' means together: the source, on the left, moves right, the target left. */
    @Test
    void gradients_pullTheDomainsTogether() {
        try (PointerScope scope = new PointerScope()) {
            Tensor a = Tensors.ofFloats(new float[] {-1, -1.2f, -0.8f}, 3, 1);
            Tensor b = Tensors.ofFloats(new float[] {1, 1.2f, 0.8f}, 3, 1);
            a.requires_grad_(true);
            b.requires_grad_(true);
            Tensor logits = Tensors.ofFloats(new float[6], 3, 2);
            Dan.discrepancy(new Output(a, logits), new Output(b, logits), 5).backward();
            assertThat(a.grad().sum().item_float()).isNegative();
            assertThat(b.grad().sum().item_float()).isPositive();
        }
    }
}
