package io.github.dann4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class AutocastTest {
    @Test
    void bf16_rulesInsideOfItsBlockAlone() {
        assertThat(productType()).isEqualTo(ScalarType.Float);
        try (Autocast autocast = Autocast.of(Precision.BF16)) {
            assertThat(productType()).isEqualTo(ScalarType.BFloat16);
        }
        assertThat(productType()).isEqualTo(ScalarType.Float);
    }

    @Test
    void innerBlock_givesBackWhatTheOuterHad() {
        try (Autocast outer = Autocast.of(Precision.BF16)) {
            try (Autocast inner = Autocast.of(Precision.FP32)) {
                assertThat(productType()).isEqualTo(ScalarType.Float);
            }
            assertThat(productType()).isEqualTo(ScalarType.BFloat16);
            try (Autocast inner = Autocast.of(Precision.BF16)) {
                assertThat(productType()).isEqualTo(ScalarType.BFloat16);
            }
            assertThat(productType()).isEqualTo(ScalarType.BFloat16);
        }
        assertThat(productType()).isEqualTo(ScalarType.Float);
    }

    @Test
    void closedTwice_closesOnce() {
        try (Autocast outer = Autocast.of(Precision.BF16)) {
            Autocast inner = Autocast.of(Precision.FP32);
            inner.close();
            try (Autocast other = Autocast.of(Precision.FP32)) {
                inner.close();
                assertThat(productType()).isEqualTo(ScalarType.Float);
            }
        }
        assertThat(productType()).isEqualTo(ScalarType.Float);
    }

    @Test
    void changedParameter_isReadAnewByTheNextBlock() {
        try (PointerScope scope = new PointerScope()) {
            Tensor weight = Tensors.ofFloats(new float[] {1}, 1, 1).requires_grad_(true);
            Tensor input = Tensors.ofFloats(new float[] {1}, 1, 1);
            try (Autocast outer = Autocast.of(Precision.FP32)) {
                try (Autocast first = Autocast.of(Precision.BF16)) {
                    assertThat(Tensors.floats(input.matmul(weight))).containsExactly(1);
                }
                weight.detach().mul_(Tensors.ofFloats(new float[] {2}, 1));
                try (Autocast second = Autocast.of(Precision.BF16)) {
                    assertThat(Tensors.floats(input.matmul(weight))).containsExactly(2);
                }
            }
        }
    }

    private static ScalarType productType() {
        try (PointerScope scope = new PointerScope()) {
            Tensor one = Tensors.ofFloats(new float[] {1}, 1, 1);
            return one.matmul(one).scalar_type().intern();
        }
    }
}
