package io.github.dann4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class VirtualAdversaryTest {
    /** A network of one linear layer, whose prediction depends on the first of four values alone. */
    private static Tensor logits(Tensor inputs) {
        return inputs.mm(Tensors.ofFloats(new float[] {2, -2, 0, 0, 0, 0, 0, 0}, 4, 2));
    }

    @Test
    void theChange_isAlongWhatThePredictionDependsOn_andOfTheLengthAskedFor() {
        try (PointerScope scope = new PointerScope()) {
            Seeds.seedEngine(1);
            Tensor inputs = Tensors.ofFloats(new float[] {0.1f, 1, 2, 3, -0.2f, 3, 2, 1}, 2, 4);
            Tensor change =
                    VirtualAdversary.change(inputs, logits(inputs).softmax(1), 0.1, 0.5, VirtualAdversaryTest::logits);
            float[][] rows = Tensors.rows(change);
            for (float[] row : rows) {
                assertThat(Math.abs(row[0])).isCloseTo(0.5f, within(1e-5f));
                assertThat(row[1]).isCloseTo(0, within(1e-5f));
            }
        }
    }

    /** The change raises the divergence more than random changes of the same length do. */
    @Test
    void theDivergence_isThatOfTheWorstChange() {
        try (PointerScope scope = new PointerScope()) {
            Tensor inputs = Tensors.ofFloats(new float[] {0.1f, 1, 2, 3, -0.2f, 3, 2, 1}, 2, 4);
            Seeds.seedEngine(1);
            double worst = VirtualAdversary.divergence(inputs, 0.1, 0.5, VirtualAdversaryTest::logits)
                    .item_float();
            Seeds.seedEngine(1);
            double again = VirtualAdversary.divergence(inputs, 0.1, 0.5, VirtualAdversaryTest::logits)
                    .item_float();
            assertThat(again).isEqualTo(worst);

            double expected = 0;
            for (double x : new double[] {0.1, -0.2}) {
                // The prediction p of class 0 is σ(4x). The change by ±0.5 that the power method finds is either.
                expected += Math.max(kl(x, x + 0.5), kl(x, x - 0.5)) / 2;
            }
            assertThat(worst).isLessThanOrEqualTo(expected + 1e-5).isGreaterThan(0.5 * expected);
        }
    }

    private static double kl(double x, double y) {
        double p = 1 / (1 + Math.exp(-4 * x));
        double q = 1 / (1 + Math.exp(-4 * y));
        return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
    }

    /** Gradients reach the changed prediction alone: neither the change nor the unchanged prediction. */
    @Test
    void aConstantNetwork_hasNoDivergence() {
        try (PointerScope scope = new PointerScope()) {
            Tensor inputs = Tensors.ofFloats(new float[] {1, 2, 3, 4}, 2, 2);
            Tensor divergence = VirtualAdversary.divergence(
                    inputs, 0.1, 0.5, x -> x.sub(x).add(new org.bytedeco.pytorch.Scalar(1.0)));
            assertThat(divergence.item_float()).isCloseTo(0, within(1e-6f));
        }
    }

    @Test
    void scaled_givesEachExampleItsLength_alsoTinyOnes() {
        try (PointerScope scope = new PointerScope()) {
            Tensor scaled = VirtualAdversary.scaled(Tensors.ofFloats(new float[] {3e-25f, 4e-25f, 0, 0}, 2, 2), 10);
            assertThat(Tensors.floats(scaled)).containsExactly(new float[] {6, 8, 0, 0}, within(1e-4f));
        }
    }
}
