package io.github.dann4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.ones;

import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheapDropoutTest {
    private static final long ROWS = 128;
    private static final long COLUMNS = 1024;

    @BeforeAll
    static void loadEngine() {
        NativeLibraries.load();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.75})
    void dropsItsShare_scalesTheRest_andTheGradientAlike(double p) {
        Seeds.seedEngine(3);
        try (PointerScope scope = new PointerScope()) {
            Tensor x = ones(ROWS, COLUMNS).requires_grad_(true);
            Tensor y = CheapDropout.apply(x, p, true);
            y.sum().backward();
            float[] values = Tensors.floats(y);
            float scaled = (float) (1 / (1 - p));
            int dropped = 0;
            int kept = 0;
            for (float value : values) {
                dropped += value == 0 ? 1 : 0;
                kept += value == scaled ? 1 : 0;
            }
            assertThat(dropped + kept).isEqualTo(values.length);
            // Five standard deviations of a share of this many independent draws.
            double deviation = Math.sqrt(p * (1 - p) / values.length);
            assertThat((double) dropped / values.length).isCloseTo(p, within(5 * deviation));
            assertThat(Tensors.floats(x.grad())).containsExactly(values);
        }
    }

    @Test
    void valuesSideBySide_areDroppedIndependently() {
        Seeds.seedEngine(4);
        try (PointerScope scope = new PointerScope()) {
            float[] values = Tensors.floats(CheapDropout.apply(ones(ROWS, COLUMNS), 0.5, true));
            for (int lag : new int[] {1, 2, 8, 1024}) {
                double sum = 0;
                for (int i = lag; i < values.length; i++) {
                    sum += (values[i] - 1) * (values[i - lag] - 1);
                }
                assertThat(sum / (values.length - lag))
                        .as("lag %d", lag)
                        .isCloseTo(0, within(5 / Math.sqrt(values.length)));
            }
        }
    }

    @Test
    void theSeedOfTheEngine_decidesTheDraws_andTheyGoOn() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = ones(ROWS, COLUMNS).to(ScalarType.BFloat16);
            Seeds.seedEngine(5);
            float[] first = Tensors.floats(CheapDropout.apply(x, 0.5, true));
            float[] next = Tensors.floats(CheapDropout.apply(x, 0.5, true));
            Seeds.seedEngine(5);
            assertThat(Tensors.floats(CheapDropout.apply(x, 0.5, true))).containsExactly(first);
            assertThat(next).isNotEqualTo(first);
        }
    }

    /**
     * Trainings of small heads do not change, and a share that bytes cannot represent is not rounded to one that they
     * can.
     */
    @Test
    void fewValues_orAnotherShare_areLibtorchsDraws() {
        try (PointerScope scope = new PointerScope()) {
            for (Tensor x : new Tensor[] {ones(64, 256), ones(ROWS, COLUMNS)}) {
                double p = x.numel() < ROWS * COLUMNS ? 0.5 : 0.2;
                Seeds.seedEngine(6);
                float[] ours = Tensors.floats(CheapDropout.apply(x, p, true));
                Seeds.seedEngine(6);
                assertThat(ours).containsExactly(Tensors.floats(torch.dropout(x, p, true)));
            }
        }
    }

    @Test
    void whenOff_nothingChanges() {
        try (PointerScope scope = new PointerScope()) {
            Tensor x = torch.randn(ROWS, COLUMNS);
            assertThat(Tensors.floats(CheapDropout.apply(x, 0.5, false))).containsExactly(Tensors.floats(x));
        }
    }
}
