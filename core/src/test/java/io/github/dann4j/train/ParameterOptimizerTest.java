package io.github.dann4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;

class ParameterOptimizerTest {
    private static final double[] GRADIENTS = {1, -2, 0.5, 3};
    private static final double RATE = 0.01;

    /** Catches exchanged betas, which still train, badly. */
    @Test
    void adam_followsItsFormulaWithBothBetasInTheirPlaces() {
        double beta1 = 0.6;
        double beta2 = 0.95;
        double weightDecay = 0.1;
        double expected = 1;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= GRADIENTS.length; t++) {
            double g = GRADIENTS[t - 1] + weightDecay * expected;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            double mHat = m / (1 - Math.pow(beta1, t));
            double vHat = v / (1 - Math.pow(beta2, t));
            expected -= RATE * mHat / (Math.sqrt(vHat) + 1e-8);
        }

        assertThat(trained(new OptimizerSettings.Adam(beta1, beta2, weightDecay)))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void sgd_followsItsFormulaWithMomentumAndDecay() {
        double momentum = 0.9;
        double weightDecay = 0.1;
        double expected = 1;
        double velocity = 0;
        for (double gradient : GRADIENTS) {
            velocity = momentum * velocity + gradient + weightDecay * expected;
            expected -= RATE * velocity;
        }

        assertThat(trained(new OptimizerSettings.Sgd(momentum, weightDecay))).isCloseTo(expected, within(1e-6));
    }

    /** The operator walks raw memory: a gradient in another order than its weights would be added to the wrong ones. */
    @Test
    void sgd_isLibtorchsOwnToTheLastBit() {
        try (PointerScope scope = new PointerScope()) {
            Seeds.seedEngine(7);
            Tensor ours = torch.randn(8, 3, 5, 5).contiguous(MemoryFormat.ChannelsLast);
            Tensor theirs = ours.clone();
            Tensor untouched = torch.randn(4).requires_grad_(true);
            double[] before = Tensors.doubles(untouched);
            ours.requires_grad_(true);
            theirs.requires_grad_(true);
            Tensor images = torch.randn(2, 3, 9, 9).contiguous(MemoryFormat.ChannelsLast);
            SGDOptions options = new SGDOptions(RATE);
            options.momentum().put(0.9);
            SGD reference = new SGD(new TensorVector(theirs), options);
            try (ParameterOptimizer optimizer =
                    ParameterOptimizer.of(new OptimizerSettings.Sgd(0.9, 0), List.of(ours, untouched))) {
                for (int step = 0; step < 5; step++) {
                    optimizer.learningRate(RATE);
                    optimizer.zeroGradients();
                    torch.conv2d(images, ours).pow(new Scalar(2)).sum().backward();
                    optimizer.step();
                    reference.zero_grad();
                    torch.conv2d(images, theirs).pow(new Scalar(2)).sum().backward();
                    reference.step();
                }
            }

            assertThat(Tensors.doubles(ours)).containsExactly(Tensors.doubles(theirs));
            assertThat(Tensors.doubles(untouched)).containsExactly(before);
        }
    }

    /** A parameter that begins at 1, after one update for each gradient. */
    private static double trained(OptimizerSettings settings) {
        try (PointerScope scope = new PointerScope()) {
            Tensor parameter = Tensors.ofFloats(new float[] {1}, 1).requires_grad_(true);
            try (ParameterOptimizer optimizer = ParameterOptimizer.of(settings, List.of(parameter))) {
                for (double gradient : GRADIENTS) {
                    optimizer.learningRate(RATE);
                    optimizer.zeroGradients();
                    parameter.mul(new Scalar(gradient)).sum().backward();
                    optimizer.step();
                }
                return Tensors.doubles(parameter)[0];
            }
        }
    }
}
