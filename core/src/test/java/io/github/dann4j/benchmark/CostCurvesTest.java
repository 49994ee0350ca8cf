package io.github.dann4j.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostCurvesTest {
    @Test
    void everyPlace_isMeasured_andItsFiguresFitOneAnother() {
        List<String> begun = new ArrayList<>();
        CostCurves.Measured curves = new CostCurves(
                        List.of(BenchmarkNet.MNIST), List.of(2, 4), List.of(16, 24), 2, 1, 0.01)
                .measure(Precision.FP32, (part, number, parts) -> begun.add(part));

        assertThat(begun).containsExactly("mnist by batch", "bottleneck by image size");
        assertThat(curves.byBatch()).extracting(CostRecord::batch).containsExactly(2, 4);
        assertThat(curves.byBatch()).extracting(CostRecord::size).containsOnly(28);
        assertThat(curves.bySize()).extracting(CostRecord::size).containsExactly(16, 24);
        assertThat(curves.byBatch()).allSatisfy(one -> {
            assertThat(one.millisecondsPerStep() * one.imagesPerSecond() / 1e3)
                    .isCloseTo(2 * one.batch(), within(1e-9));
            assertThat(one.gflops())
                    .isCloseTo(one.imagesPerSecond() * StepFlops.dann(BenchmarkNet.MNIST.spec()) / 1e9, within(1e-9));
        });
    }

    @Test
    void noRound_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CostCurves(List.of(), List.of(), List.of(), 64, 0, 1))
                .withMessageContaining("0 rounds");
    }
}
