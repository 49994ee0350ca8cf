package io.github.dann4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class DomainLossTest {
    @Test
    void itIsTheSumOfBothDomainsMeans_inEitherForm_withTheSameGradients() {
        try (PointerScope scope = new PointerScope()) {
            float[] ofSource = {0, 2, -3, 25};
            float[] ofTarget = {0, -40};
            double expected = (Math.log(2) + Math.log1p(Math.exp(2)) + Math.log1p(Math.exp(-3)) + 25) / 4
                    + (Math.log(2) + 40) / 2;
            Tensor source = Tensors.ofFloats(ofSource, 4).requires_grad_(true);
            Tensor target = Tensors.ofFloats(ofTarget, 2).requires_grad_(true);
            Tensor usual = DomainLoss.of(source, target);
            assertThat(usual.item_float()).isCloseTo((float) expected, within(1e-5f));
            usual.backward();
            float[] slopes = Tensors.floats(source.grad());
            assertThat(slopes[0]).isCloseTo(0.5f / 4, within(1e-6f)); // (σ(s) − 0) / n

            Tensor other = Tensors.ofFloats(ofSource, 4).requires_grad_(true);
            Tensor otherTarget = Tensors.ofFloats(ofTarget, 2).requires_grad_(true);
            Tensor few = DomainLoss.inFewOperations(other, otherTarget);
            assertThat(few.item_float()).isCloseTo((float) expected, within(1e-5f));
            few.backward();
            assertThat(Tensors.floats(other.grad())).containsExactly(slopes, within(1e-6f));
            assertThat(Tensors.floats(otherTarget.grad()))
                    .containsExactly(Tensors.floats(target.grad()), within(1e-6f));
        }
    }
}
