package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.ChannelDropout;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.GaussianNoise;
import io.github.dann4j.model.Layer.GlobalAveragePool;
import io.github.dann4j.model.Layer.InstanceNorm;
import io.github.dann4j.model.Layer.LeakyRelu;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Layer.Residual;
import io.github.dann4j.model.NetworkSpec.Initialisation;
import io.github.dann4j.model.NetworkSpec.Statistics;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BlockTest {
    private static final long[] IMAGE = {2, 9, 11};

    static Stream<List<Layer>> stacks() {
        return Stream.of(
                List.of(new Convolution(5, 3, 0)),
                List.of(new Convolution(5, 3, 2), new LeakyRelu(0.1)),
                List.of(new Convolution(5, 3, 0, 2)),
                List.of(new Convolution(5, 4, 1, 3)),
                List.of(new Convolution(5, 1, 0, 20)),
                List.of(new Residual(List.of(new Convolution(5, 3, 1, 2)), List.of(new Convolution(5, 1, 0, 2)))),
                List.of(new MaxPool(2, 2)),
                List.of(new MaxPool(3, 2)),
                List.of(new MaxPool(3, 2, true)),
                List.of(new MaxPool(2, 3, true)),
                List.of(new MaxPool(
                        1, 5, true)), // 11 pixels: windows of 1 at 0, 5, 10; with 9 the third would start outside
                List.of(new MaxPool(10, 3, true), new Relu()),
                List.of(
                        new BatchNorm(),
                        new InstanceNorm(),
                        new Dropout(0.5),
                        new ChannelDropout(0.5),
                        new GaussianNoise(1)),
                List.of(new GlobalAveragePool(), new Linear(3)),
                List.of(new Flatten(), new Linear(3), new BatchNorm(), new ChannelDropout(0.5), new Flatten()));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void outputShape_isTheShapeThatComesOut(List<Layer> layers) {
        try (PointerScope scope = new PointerScope();
                Block block = block(layers, IMAGE, 0)) {
            Tensor output = block.forward(random(4, IMAGE), Pass.train(Domain.SOURCE));
            assertThat(output.sizes().vec().get()).startsWith(4).endsWith(block.outputShape());
            assertThat(output.dim()).isEqualTo(block.outputShape().length + 1);
        }
    }

    /** With a variance of 0, values are divided by √ε alone, ε = 1e-5: 0.001 becomes 0.3162278. */
    @Test
    void batchNormOfNoVariance_dividesByTheRootOfItsEpsilon() {
        try (PointerScope scope = new PointerScope();
                Block block = block(List.of(new BatchNorm()), new long[] {1}, 0)) {
            block.buffers().get("b.0.running_var").zero_();
            Tensor output = block.forward(Tensors.ofFloats(new float[] {0.001f}, 1, 1), Pass.evaluate(Domain.SOURCE));

            assertThat((double) Tensors.floats(output)[0]).isCloseTo(0.3162278, within(1e-5));
        }
    }

    /**
     * 1 and 3 have mean 2 and variance 2. The running statistics start at 0 and 1, and take a tenth of each batch's.
     */
    @Test
    void runningStatistics_takeATenthOfEveryBatch() {
        try (PointerScope scope = new PointerScope();
                Block block = block(List.of(new BatchNorm()), new long[] {1}, 0)) {
            Tensor batch = Tensors.ofFloats(new float[] {1, 3}, 2, 1);
            block.forward(batch, Pass.train(Domain.SOURCE));
            assertThat(Tensors.floats(block.buffers().get("b.0.running_mean"))[0])
                    .isCloseTo(0.2f, within(1e-6f));
            assertThat(Tensors.floats(block.buffers().get("b.0.running_var"))[0])
                    .isCloseTo(1.1f, within(1e-6f));

            block.forward(batch, Pass.train(Domain.SOURCE));
            assertThat(Tensors.floats(block.buffers().get("b.0.running_mean"))[0])
                    .isCloseTo(0.38f, within(1e-6f));
        }
    }

    static Stream<Arguments> impossibleStacks() {
        return Stream.of(
                Arguments.of(List.of(new Convolution(4, 12, 1)), "b.0: a 12x12 kernel does not fit a 9x11 image"),
                Arguments.of(List.of(new MaxPool(10, 2)), "b.0: a 10x10 max-pool does not fit a 9x11 image"),
                Arguments.of(
                        List.of(new Relu(), new Linear(4)),
                        "b.1: a linear layer needs flat input, got [2, 9, 11]; put Flatten before it"),
                Arguments.of(List.of(new Flatten(), new Convolution(4, 3, 0)), "b.1: needs input [c, h, w], got [198]"),
                Arguments.of(List.of(new Flatten(), new MaxPool(2, 2)), "b.1: needs input [c, h, w], got [198]"),
                Arguments.of(List.of(new Flatten(), new GlobalAveragePool()), "b.1: needs input [c, h, w], got [198]"),
                Arguments.of(
                        List.of(new MaxPool(9, 9), new InstanceNorm()),
                        "b.1: instance norm of one value per channel is always 0; put it before the last pooling"));
    }

    @ParameterizedTest
    @MethodSource("impossibleStacks")
    void impossibleStack_isRefusedByLayerAndReason(List<Layer> layers, String message) {
        try (PointerScope scope = new PointerScope()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> block(layers, IMAGE, 0))
                    .withMessage(message);
        }
    }

    @Test
    void impossibleLayer_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Convolution(0, 3, 0))
                .withMessage("invalid layer: convolution 3x3x0, padding 0, stride 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(1)).withMessage("invalid layer: dropout 1.0");
    }

    @Test
    void initialWeights_areUniformInTheInverseRootOfTheInputs() {
        try (PointerScope scope = new PointerScope();
                Block block = block(List.of(new Flatten(), new Linear(50)), IMAGE, 3)) {
            double bound = 1 / Math.sqrt(198);
            float[] weights = Tensors.floats(block.parameters().get("b.1.weight"));
            double square = 0;
            for (float weight : weights) {
                assertThat(Math.abs(weight)).isLessThanOrEqualTo((float) bound);
                square += weight * weight;
            }
            assertThat(square / weights.length).isCloseTo(bound * bound / 3, within(0.05 * bound * bound));
        }
    }

    @ParameterizedTest
    @CsvSource({"XAVIER, 0.1230915", "GLOROT, 0.1555428", "HE, 0.1740777"}) // √(3/198), √(6/(198 + 50)), √(6/198)
    void otherInitialWeights_areUniformInTheirBound_andBiasesAre0(Initialisation initialisation, double bound) {
        try (PointerScope scope = new PointerScope();
                Block block = block(List.of(new Flatten(), new Linear(50)), IMAGE, MaxNorm.NONE, 3, initialisation)) {
            float[] weights = Tensors.floats(block.parameters().get("b.1.weight"));
            double square = 0;
            for (float weight : weights) {
                assertThat(Math.abs(weight)).isLessThanOrEqualTo((float) bound + 1e-6f);
                square += weight * weight;
            }
            assertThat(square / weights.length).isCloseTo(bound * bound / 3, within(0.05 * bound * bound));
            assertThat(Tensors.floats(block.parameters().get("b.1.bias"))).containsOnly(0);
        }
    }

    /** Glorot's outputs of a convolution are its channels times the positions of its kernel. */
    @Test
    void glorot_countsTheOutputsOfAConvolution() {
        try (PointerScope scope = new PointerScope();
                Block block = block(
                        List.of(new Convolution(400, 3, 1)),
                        new long[] {2, 5, 5},
                        MaxNorm.NONE,
                        3,
                        Initialisation.GLOROT)) {
            double bound = Math.sqrt(6 / (18.0 + 3600));
            float largest = 0;
            for (float weight : Tensors.floats(block.parameters().get("b.0.weight"))) {
                largest = Math.max(largest, Math.abs(weight));
            }
            assertThat((double) largest).isCloseTo(bound, within(0.01 * bound));
        }
    }

    @Test
    void maxNorm_boundsEveryUnitAndLeavesSmallerOnesAlone() {
        List<Layer> layers = List.of(new Convolution(3, 3, 0), new Flatten(), new Linear(4));
        try (PointerScope scope = new PointerScope();
                Block block = block(layers, new long[] {2, 4, 4}, new MaxNorm(0.5), 1)) {
            for (String name : List.of("b.0.weight", "b.2.weight")) {
                Tensor weight = block.parameters().get(name);
                // The first unit has norm 10, the others 0.3.
                for (int unit = 0; unit < weight.size(0); unit++) {
                    Tensor row = weight.detach().select(0, unit);
                    row.mul_(Tensors.ofFloats(
                            new float[] {(unit == 0 ? 10 : 0.3f) / (float) norm(Tensors.floats(row))}, 1));
                }
                float[][] before = rows(weight);

                block.boundNorms();

                float[][] after = rows(weight);
                assertThat(norm(after[0])).as(name).isCloseTo(0.5, within(1e-6));
                for (int i = 0; i < after[0].length; i++) {
                    assertThat(after[0][i]).isCloseTo(before[0][i] / 20, within(1e-6f));
                }
                for (int unit = 1; unit < after.length; unit++) {
                    assertThat(after[unit]).containsExactly(before[unit]);
                }
            }
        }
    }

    /**
     * The reason why networks may apply the activation after pooling. Windows overlap, and many have no positive value.
     */
    @Test
    void pooling_andActivation_mayChangePlaces() {
        try (PointerScope scope = new PointerScope();
                Block first = block(List.of(new Relu(), new MaxPool(3, 2)), new long[] {2, 9, 9}, 1);
                Block second = block(List.of(new MaxPool(3, 2), new Relu()), new long[] {2, 9, 9}, 1)) {
            float[] values = new float[4 * 2 * 9 * 9];
            SplittableRandom random = new SplittableRandom(5);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-1, 0.1);
            }
            float[][] outputs = new float[2][];
            float[][] gradients = new float[2][];
            int k = 0;
            for (Block block : List.of(first, second)) {
                Tensor input = Tensors.ofFloats(values, 4, 2, 9, 9).requires_grad_(true);
                Tensor output = block.forward(input, Pass.train(Domain.SOURCE));
                output.mul(output).sum().backward();
                outputs[k] = Tensors.floats(output);
                gradients[k++] = Tensors.floats(input.grad());
            }
            assertThat(outputs[1]).isEqualTo(outputs[0]).contains(0).hasSize(4 * 2 * 4 * 4);
            assertThat(gradients[1]).isEqualTo(gradients[0]).contains(0);
        }
    }

    @Test
    void dropout_isOffUnlessThePassSaysSo() {
        try (PointerScope scope = new PointerScope();
                Block block = block(List.of(new Dropout(0.5), new ChannelDropout(0.5)), IMAGE, 0)) {
            Tensor input = random(4, IMAGE);
            float[] values = Tensors.floats(input);
            Seeds.seedEngine(0);
            assertThat(Tensors.floats(block.forward(input, Pass.evaluate(Domain.SOURCE))))
                    .containsExactly(values);
            assertThat(Tensors.floats(block.forward(input, Pass.measure(Domain.SOURCE, 1))))
                    .containsExactly(values);
            assertThat(Tensors.floats(block.forward(input, Pass.train(Domain.SOURCE))))
                    .isNotEqualTo(values)
                    .contains(0f);
        }
    }

    /** 10,000 draws: mean 0 and standard deviation 2, each within five standard errors. */
    @Test
    void gaussianNoise_hasItsStandardDeviation_andIsOffUnlessThePassSaysSo() {
        try (PointerScope scope = new PointerScope();
                Block block = block(List.of(new GaussianNoise(2)), new long[] {1, 50, 50}, 0)) {
            Tensor input = random(4, new long[] {1, 50, 50});
            assertThat(Tensors.floats(block.forward(input, Pass.evaluate(Domain.SOURCE))))
                    .containsExactly(Tensors.floats(input));
            Seeds.seedEngine(0);
            Tensor noise = block.forward(input, Pass.train(Domain.SOURCE)).sub(input);
            assertThat(noise.mean().item_float()).isCloseTo(0, within(0.1f));
            assertThat(noise.std().item_float()).isCloseTo(2, within(0.07f));
        }
    }

    private static Block block(List<Layer> layers, long[] input, long seed) {
        return block(layers, input, MaxNorm.NONE, seed);
    }

    private static Block block(List<Layer> layers, long[] input, MaxNorm maxNorm, long seed) {
        return block(layers, input, maxNorm, seed, Initialisation.UNIFORM);
    }

    private static Block block(
            List<Layer> layers, long[] input, MaxNorm maxNorm, long seed, Initialisation initialisation) {
        return new Block(
                "b",
                layers,
                input,
                Statistics.SHARED,
                initialisation,
                maxNorm,
                seed,
                Layout.CHANNELS_LAST,
                Replicas.NONE,
                new StagedBackward());
    }

    private static Tensor random(int count, long[] shape) {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[Math.toIntExact(count * shape[0] * shape[1] * shape[2])];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(0.1, 1);
        }
        return Tensors.ofFloats(values, count, shape[0], shape[1], shape[2]);
    }

    private static float[][] rows(Tensor weight) {
        return Tensors.rows(weight.detach().flatten(1, -1));
    }

    private static double norm(float[] values) {
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        return Math.sqrt(square);
    }
}
