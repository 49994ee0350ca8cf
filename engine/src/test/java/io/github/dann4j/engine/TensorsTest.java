package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class TensorsTest {
    @Test
    void floats_comeBackBitForBit() {
        float[] values = {0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
        try (PointerScope scope = new PointerScope()) {
            assertThat(Tensors.floats(Tensors.ofFloats(values, 2, 3))).containsExactly(values);
        }
    }

    @Test
    void longs_comeBack() {
        long[] values = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
        try (PointerScope scope = new PointerScope()) {
            assertThat(Tensors.longs(Tensors.ofLongs(values, 5))).containsExactly(values);
        }
    }

    @Test
    void bytes_comeBackAndAreUnsignedInside() {
        byte[] values = {0, 1, 127, (byte) 128, (byte) 255};
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = Tensors.ofBytes(values, 5);
            assertThat(Tensors.bytes(tensor)).containsExactly(values);
            assertThat(Tensors.longs(tensor)).containsExactly(0, 1, 127, 128, 255);
        }
    }

    @Test
    void bytes_ofAnotherTypeAreConverted() {
        try (PointerScope scope = new PointerScope()) {
            assertThat(Tensors.bytes(Tensors.ofFloats(new float[] {7, 200}, 2))).containsExactly(7, (byte) 200);
        }
    }

    @Test
    void elements_areInRowMajorOrderWhateverTheLayout() {
        try (PointerScope scope = new PointerScope()) {
            Tensor transposed =
                    Tensors.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t();
            assertThat(Tensors.floats(transposed)).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(Tensors.doubles(transposed)).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(Tensors.rows(transposed)).isDeepEqualTo(new float[][] {{1, 4}, {2, 5}, {3, 6}});
        }
    }

    @Test
    void parameter_canBeReadThoughItRequiresGradients() {
        try (PointerScope scope = new PointerScope()) {
            Tensor parameter = Tensors.ofFloats(new float[] {3}, 1).requires_grad_(true);
            assertThat(Tensors.floats(parameter.mul(new Scalar(2)))).containsExactly(6);
        }
    }

    @Test
    void emptyTensor_isAnEmptyArray() {
        try (PointerScope scope = new PointerScope()) {
            assertThat(Tensors.floats(Tensors.ofFloats(new float[0], 0, 4))).isEmpty();
            assertThat(Tensors.rows(Tensors.ofFloats(new float[0], 0, 4))).isEmpty();
        }
    }

    @Test
    void shapeOfAnotherSize_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensors.ofFloats(new float[5], 2, 3))
                .withMessage("shape [2, 3] holds 6 elements, got 5 values");
    }

    @Test
    void putBytes_writesItsRangeAlone() {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = Tensors.ofBytes(new byte[6], 2, 3);
            Tensors.putBytes(tensor, 2, new byte[] {9, 8, 7, 6}, 1, 2);
            assertThat(Tensors.bytes(tensor)).containsExactly(0, 0, 8, 7, 0, 0);
        }
    }

    @Test
    void putBytes_outsideOfEitherSide_isRefused() {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = Tensors.empty(ScalarType.Byte, 4);
            assertThatThrownBy(() -> Tensors.putBytes(tensor, 3, new byte[2], 0, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("bytes 3 to 5 do not fit into a tensor of 4 elements");
            assertThatThrownBy(() -> Tensors.putBytes(tensor, 0, new byte[2], 1, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
