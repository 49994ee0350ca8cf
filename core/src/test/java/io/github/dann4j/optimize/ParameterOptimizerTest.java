package io.github.dann4j.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterOptimizerTest {
    private static final double[] GRADIENTS = {1, -2, 0.5, 3};
    private static final double RATE = 0.01;
    private static final OptimizerSettings.Adam ADAM = new OptimizerSettings.Adam(0.5, 0.999, 0);

    /** Detects swapped betas, which would still train, but badly. */
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

    /**
     * The operator works on raw memory: a gradient in another order than its weights would be added to the wrong
     * weights.
     */
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

    @ParameterizedTest
    @CsvSource({"0.9, 0.999, 0", "0.5, 0.999, 0", "0.9, 0.99, 1e-3"})
    void adam_isLibtorchsOwnToTheLastBit(double beta1, double beta2, double weightDecay) {
        try (PointerScope scope = new PointerScope();
                AdamPair pair = new AdamPair(new OptimizerSettings.Adam(beta1, beta2, weightDecay))) {
            for (int step = 0; step < 500; step++) {
                pair.step(pair.optimizer);
            }
            assertThat(Tensors.doubles(pair.ours)).containsExactly(Tensors.doubles(pair.theirs));
            assertThat(Tensors.doubles(pair.untouched)).containsExactly(pair.before);
        }
    }

    @Test
    void adamThatGoesOnFromItsState_isLibtorchsOwnToTheLastBit() {
        try (PointerScope scope = new PointerScope();
                AdamPair pair = new AdamPair(ADAM);
                ParameterOptimizer other = pair.another()) {
            for (int step = 0; step < 9; step++) {
                pair.step(pair.optimizer);
            }
            other.restore(pair.optimizer.state());
            for (int step = 0; step < 9; step++) {
                pair.step(other);
            }
            assertThat(Tensors.doubles(pair.ours)).containsExactly(Tensors.doubles(pair.theirs));
        }
    }

    /** Checkpoints of earlier versions contain such an archive. */
    @Test
    void adamThatGoesOnFromAnArchiveOfLibtorch_isLibtorchsOwnToTheLastBit(@TempDir Path temp) throws IOException {
        try (PointerScope scope = new PointerScope();
                AdamPair pair = new AdamPair(ADAM);
                ParameterOptimizer other = pair.another()) {
            for (int step = 0; step < 9; step++) {
                pair.step(pair.optimizer);
            }
            other.restore(pair.archive(temp.resolve("adam.pt")));
            for (int step = 0; step < 9; step++) {
                pair.step(other);
            }
            assertThat(Tensors.doubles(pair.ours)).containsExactly(Tensors.doubles(pair.theirs));
        }
    }

    @Test
    void adamsStateOfOtherParameters_isRefused(@TempDir Path temp) throws IOException {
        try (PointerScope scope = new PointerScope();
                AdamPair pair = new AdamPair(ADAM);
                ParameterOptimizer fewer = ParameterOptimizer.of(ADAM, List.of(pair.ours));
                ParameterOptimizer turned = ParameterOptimizer.of(ADAM, List.of(pair.untouched, pair.ours))) {
            pair.step(pair.optimizer);
            Map<String, Tensor> archive = pair.archive(temp.resolve("adam.pt"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fewer.restore(pair.optimizer.state()))
                    .withMessageContaining("exp_avg.1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> turned.restore(pair.optimizer.state()))
                    .withMessageContaining("shape");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fewer.restore(archive))
                    .withMessageContaining("it has 2 parameters");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fewer.restore(Map.of("adam", Tensors.ofBytes(new byte[100], 100))))
                    .withMessageContaining("cannot read the state of Adam");
        }
    }

    /** Otherwise one value would silently be broadcast to all others. */
    @Test
    void velocitiesOfOtherShapes_areRefusedAndLeaveTheOwnAlone() {
        OptimizerSettings momentum = new OptimizerSettings.Sgd(0.9, 0);
        try (PointerScope scope = new PointerScope();
                ParameterOptimizer optimizer =
                        ParameterOptimizer.of(momentum, List.of(Tensors.ofFloats(new float[] {1, 2, 3}, 3)));
                ParameterOptimizer ofOne =
                        ParameterOptimizer.of(momentum, List.of(Tensors.ofFloats(new float[1], 1)))) {
            ofOne.state().get("velocity.0").fill_(new Scalar(7));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> optimizer.restore(ofOne.state()))
                    .withMessageContaining("velocity.0 has shape [1], expected [3]");
            assertThat(Tensors.floats(optimizer.state().get("velocity.0"))).containsOnly(0);
        }
    }

    /** Our Adam and libtorch's on the same problem, with a second parameter that never has a gradient. */
    private static final class AdamPair implements AutoCloseable {
        private final OptimizerSettings settings;
        private final Tensor images;
        private final Tensor ours;
        private final Tensor theirs;
        private final Tensor untouched;
        private final double[] before;
        private final ParameterOptimizer optimizer;
        private final Adam reference;
        private int steps;

        AdamPair(OptimizerSettings.Adam settings) {
            this.settings = settings;
            Seeds.seedEngine(7);
            images = torch.randn(2, 3, 9, 9).contiguous(MemoryFormat.ChannelsLast);
            ours = torch.randn(8, 3, 5, 5).contiguous(MemoryFormat.ChannelsLast);
            theirs = ours.clone();
            untouched = torch.randn(4).requires_grad_(true);
            before = Tensors.doubles(untouched);
            ours.requires_grad_(true);
            theirs.requires_grad_(true);
            optimizer = another();
            AdamOptions options = new AdamOptions(RATE);
            DoublePointer betas = options.betas(); // a C++ tuple, whose order depends on the C++ library
            int first = betas.get(0) < betas.get(1) ? 0 : 1;
            betas.put(first, settings.beta1()).put(1 - first, settings.beta2());
            options.weight_decay().put(settings.weightDecay());
            reference = new Adam(new TensorVector(theirs, torch.randn(4).requires_grad_(true)), options);
        }

        ParameterOptimizer another() {
            return ParameterOptimizer.of(settings, List.of(ours, untouched));
        }

        /** Runs a step with a different rate each time, as with a schedule. */
        void step(ParameterOptimizer own) {
            double rate = RATE / (1 + 0.01 * steps++);
            own.learningRate(rate);
            own.zeroGradients();
            torch.conv2d(images, ours).pow(new Scalar(2)).sum().backward();
            own.step();
            reference.param_groups().get(0).options().set_lr(rate);
            reference.zero_grad();
            torch.conv2d(images, theirs).pow(new Scalar(2)).sum().backward();
            reference.step();
        }

        Map<String, Tensor> archive(Path file) throws IOException {
            OutputArchive archive = new OutputArchive();
            reference.save(archive);
            archive.save_to(file.toString());
            byte[] bytes = Files.readAllBytes(file);
            return Map.of("adam", Tensors.ofBytes(bytes, bytes.length));
        }

        @Override
        public void close() {
            optimizer.close();
        }
    }

    /** Returns a parameter that starts at 1, after one update for each gradient. */
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
