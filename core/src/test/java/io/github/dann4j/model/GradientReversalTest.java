package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.engine.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientReversalTest {
    private static final int ROWS = 7;
    private static final int COLUMNS = 5;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 1, 3, 1e6})
    void forward_isTheInputToTheLastBit(double lambda) {
        float[] values = {0f, -0f, 1f / 3, -1e-30f, Float.MIN_VALUE, 12345.678f, -3e30f};
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.ofFloats(values, values.length).requires_grad_(true);
            assertThat(Tensors.floats(GradientReversal.reverse(x, lambda))).containsExactly(values);
        }
    }

    @Test
    void forward_ofBfloat16_isTheInputToTheLastBit() {
        float[] values = {-0f, 0.33203125f, -7.5f};
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.ofFloats(values, values.length).to(ScalarType.BFloat16);
            Tensor reversed = GradientReversal.reverse(x, 0.3);
            assertThat(reversed.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
            assertThat(Tensors.floats(reversed)).containsExactly(values);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 1, 3})
    void gradient_isMinusLambdaTimesTheOneWithoutReversal(double lambda) {
        float[] plain = gradients(1, false).below();
        float[] expected = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            expected[i] = (float) -lambda * plain[i];
        }
        assertThat(gradients(lambda, true).below()).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 3})
    void whatLiesAboveTheLayer_learnsWithFactorOne(double lambda) {
        assertThat(gradients(lambda, true).above())
                .containsExactly(gradients(1, false).above());
    }

    @Test
    void lambdaZero_cutsTheGradientOff() {
        assertThat(gradients(0, true).below()).containsOnly(0f, -0f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void lambda_outOfItsRange_isRefused(double lambda) {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.ofFloats(new float[] {1}, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GradientReversal.reverse(x, lambda))
                    .withMessage("lambda must be at least 0 and finite, got " + lambda);
        }
    }

    /** Gradients below the layer (of its input) and above it (of the weights of a linear map on it). */
    private record Gradients(float[] below, float[] above) {}

    private static Gradients gradients(double lambda, boolean reversal) {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = random(1, ROWS, COLUMNS).requires_grad_(true);
            Tensor weights = random(2, COLUMNS, 1).requires_grad_(true);
            Tensor middle = reversal ? GradientReversal.reverse(x, lambda) : x;
            middle.matmul(weights).sigmoid().sum().backward();
            return new Gradients(Tensors.floats(x.grad()), Tensors.floats(weights.grad()));
        }
    }

    private static Tensor random(long seed, int rows, int columns) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return Tensors.ofFloats(values, rows, columns);
    }
}
