package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Concatenation;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.GroupedConvolution;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Layer.Relu6;
import io.github.dann4j.model.Layer.Unflatten;
import io.github.dann4j.model.Layer.ZeroPad;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers that networks for photographs need, by hand. */
class BackboneLayersTest {
    private static float[] outputs(List<Layer> layers, float[] input, long... shape) {
        long[] batch = new long[shape.length + 1];
        batch[0] = 1;
        System.arraycopy(shape, 0, batch, 1, shape.length);
        try (PointerScope scope = new PointerScope();
                Block block = Block.frozen("b", layers, shape);
                AutoGradMode noGradients = new AutoGradMode(false)) {
            block.parameters().forEach((name, value) -> {
                float[] numbers = new float[(int) value.numel()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = i + 1;
                }
                if (name.endsWith("weight")) {
                    value.copy_(Tensors.ofFloats(numbers, numbers.length).reshape(value.sizes()));
                } else {
                    value.fill_(new Scalar(0.5));
                }
            });
            return Tensors.floats(block.forward(Tensors.ofFloats(input, batch), Pass.evaluate(Domain.SOURCE)));
        }
    }

    /** Outputs 0 and 1 see channels 0 and 1 with weights 1, 2 and 3, 4; outputs 2 and 3 see channels 2 and 3. */
    @Test
    void groups_seeTheirOwnChannelsAlone() {
        assertThat(outputs(List.of(new GroupedConvolution(4, 1, 0, 1, 2)), new float[] {1, 10, 100, 1000}, 4, 1, 1))
                .containsExactly(21.5f, 43.5f, 6500.5f, 8700.5f);
    }

    @Test
    void zeros_lieBeforeAndAfter() {
        assertThat(outputs(List.of(new ZeroPad(1, 0)), new float[] {1, 2, 3, 4}, 1, 2, 2))
                .containsExactly(0, 0, 0, 0, 1, 2, 0, 3, 4);
        assertThat(outputs(List.of(new ZeroPad(0, 1)), new float[] {1, 2, 3, 4}, 1, 2, 2))
                .containsExactly(1, 2, 0, 3, 4, 0, 0, 0, 0);
    }

    @Test
    void ways_lieOneAfterTheOther_andRelu6CutsAtBothEnds() {
        assertThat(outputs(
                        List.of(new Concatenation(List.of(new Relu6()), List.of()), new Flatten()),
                        new float[] {-3, 5.5f, 6, 70},
                        2,
                        1,
                        2))
                .containsExactly(0, 5.5f, 6, 6, -3, 5.5f, 6, 70);
    }

    @Test
    void maps_areMadeOfAVector_inItsOrder() {
        float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        assertThat(outputs(List.of(new Unflatten(3, 2, 2), new Flatten()), values, 12))
                .containsExactly(values);
        assertThat(outputs(List.of(new Unflatten(3, 2, 2), new ZeroPad(0, 1)), values, 12))
                .startsWith(1, 2, 0, 3, 4, 0, 0, 0, 0, 5);
    }

    @Test
    void batchNorms_areFoundAndAddedOnBothWays() {
        List<Layer> ways = List.of(new Concatenation(
                List.of(new GroupedConvolution(2, 1, 0, 1, 2)), List.of(new Convolution(1, 1, 0), new Relu())));
        assertThat(Layer.all(ways)).hasSize(4);
        NetworkSpec spec = new NetworkSpec(
                "n",
                new NetworkInput.Features(8),
                List.of(new Unflatten(2, 2, 2), ways.get(0), new Flatten()),
                List.of(new Layer.Linear(2)),
                List.of(new Layer.Linear(1)),
                0,
                NetworkSpec.Statistics.SHARED);
        assertThat(Layer.all(Networks.withBatchNorm(spec, NetworkSpec.Statistics.SHARED)
                        .features()))
                .filteredOn(BatchNorm.class::isInstance)
                .hasSize(2);
    }

    static List<Arguments> impossible() {
        return List.of(
                Arguments.of(new GroupedConvolution(4, 1, 0, 1, 2), "b.0: 2 groups do not divide the 3 channels"),
                Arguments.of(
                        new Concatenation(List.of(new Convolution(4, 3, 0)), List.of()),
                        "b.0: a concatenation puts two outputs together that differ in their channels at most, but they have the shapes [4, 4, 4] and [3, 6, 6]"),
                Arguments.of(
                        new Concatenation(List.of(new Convolution(4, 9, 0)), List.of()),
                        "b.0: first.0: a 9x9 kernel does not fit a 6x6 image"),
                Arguments.of(new Unflatten(3, 6, 6), "b.0: maps of 3 x 6 x 6 need as many values, got [3, 6, 6]"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void impossibleLayer_isRefusedByItsPlaceAndReason(Layer layer, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Block.frozen("b", List.of(layer), 3, 6, 6))
                .withMessageContaining(message);
    }

    @Test
    void groupsThatDoNotDivideTheOutputs_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GroupedConvolution(5, 3, 1, 1, 2))
                .withMessage("invalid layer: grouped convolution 3x3x5, padding 1, stride 1, groups 2");
    }
}
