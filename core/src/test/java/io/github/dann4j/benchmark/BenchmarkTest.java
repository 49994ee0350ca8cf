package io.github.dann4j.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.adversary.Cdan;
import io.github.dann4j.adapt.selftraining.MeanTeacher;
import io.github.dann4j.adapt.selftraining.Shot;
import io.github.dann4j.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BenchmarkTest {
    private static final double MOMENT = 0.01;

    @Test
    @DisabledOnOs(OS.WINDOWS) // the outside program is a command of a Unix shell
    void everyFigure_isThere_andFitsTheOthers() {
        BenchmarkSettings settings = new BenchmarkSettings(
                List.of(BenchmarkNet.MNIST),
                List.of(SourceOnly.TYPE, Dann.TYPE),
                List.of(16, 32),
                1,
                MOMENT,
                new OutsideProgram("echo 100 #"));
        List<String> begun = new ArrayList<>();

        BenchmarkRecord record;
        try (Reference reference = new Reference()) {
            record = new Benchmark(
                            settings,
                            Precision.FP32,
                            reference,
                            (part, number, parts) -> begun.add(number + " of " + parts))
                    .run(null);
        }

        assertThat(begun).containsExactly("1 of 4", "2 of 4", "3 of 4", "4 of 4");
        assertThat(record.training())
                .extracting(BenchmarkRecord.Training::method, BenchmarkRecord.Training::batch)
                .containsExactly(tuple("source-only", 16), tuple("dann", 32), tuple("dann", 64));
        assertThat(record.training().get(0).dannSteps()).isPositive();
        assertThat(record.training().get(1).dannSteps()).isEqualTo(1);
        assertThat(record.training().get(2).dannSteps()).isNull(); // other batches
        assertThat(record.peak().fp32Gflops()).isPositive();
        assertThat(record.peak().bf16Gflops()).isPositive();
        assertThat(record.peak().memoryGBs()).isPositive();
        assertThat(record.training()).allSatisfy(one -> {
            assertThat(one.imagesPerSecond()).isPositive();
            assertThat(one.ratio())
                    .isCloseTo(one.imagesPerSecond() / one.referenceImagesPerSecond(), within(1e-9)); // of one round
            assertThat(one.againstImagesPerSecond()).isEqualTo(100);
            assertThat(one.againstRatio()).isCloseTo(one.imagesPerSecond() / 100, within(1e-9));
            assertThat(one.shareOfPeak())
                    .isCloseTo(
                            one.imagesPerSecond()
                                    * one.flopsPerImage()
                                    / 1e9
                                    / record.peak().fp32Gflops(),
                            within(1e-9));
            assertThat(one.profile()).containsOnlyKeys("data", "forward", "backward", "optimizer", "reporting");
            assertThat(one.profile().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(one.dataWaitShare()).isEqualTo(one.profile().get("data")).isPositive();
        });
        assertThat(record.inference()).singleElement().satisfies(one -> {
            assertThat(one.imagesPerSecond()).isPositive();
            assertThat(one.trainingRatio()).isPositive();
        });
        assertThat(record.startup()).isNull();
    }

    @Test
    void aStep_isMeasuredInOtherSteps_byItsTime_notByItsImages() {
        assertThat(Benchmark.steps(64, 640, 128, 512)).isCloseTo(0.4, within(1e-12)); // 0.1 s and 0.25 s
    }

    @Test
    void withoutAnOutsideProgram_thereIsNoFigureOfIt() {
        BenchmarkSettings settings =
                new BenchmarkSettings(List.of(BenchmarkNet.MNIST), List.of(Dann.TYPE), List.of(8), 1, MOMENT, null);
        Competitor reference = (net, method, batch, threads, seconds) -> 10;
        BenchmarkRecord record =
                new Benchmark(settings, Precision.FP32, reference, (part, number, parts) -> {}).run(null);
        assertThat(record.training()).singleElement().satisfies(one -> {
            assertThat(one.referenceImagesPerSecond()).isEqualTo(10);
            assertThat(one.ratio()).isCloseTo(one.imagesPerSecond() / 10, within(1e-9));
            assertThat(one.againstImagesPerSecond()).isNull();
            assertThat(one.againstRatio()).isNull();
        });
        assertThat(record.inference().get(0).trainingRatio()).isNull(); // training on the source alone was not timed
    }

    @Test
    void whatTakesTooLong_hasOneTurn_andSaysSo() {
        BenchmarkSettings settings = new BenchmarkSettings(
                List.of(BenchmarkNet.MNIST), List.of(Dann.TYPE), List.of(8), 4, MOMENT, null, 1e-6);
        Competitor reference = (net, method, batch, threads, seconds) -> 10;
        BenchmarkRecord record =
                new Benchmark(settings, Precision.FP32, reference, (part, number, parts) -> {}).run(null);
        assertThat(record.training().get(0).turns()).isEqualTo(1);
        assertThat(record.training().get(0).ratio()).isPositive();
        assertThat(record.inference().get(0).turns()).isEqualTo(1);
    }

    /** A method's own batches count, whatever heads it needs, and the reference computes the same ones. */
    @Test
    void anyMethod_isTimed_withItsBatchesAndHeads() {
        List<MethodType<?>> methods = List.of(Cdan.TYPE, MeanTeacher.TYPE, Shot.TYPE);
        BenchmarkSettings settings =
                new BenchmarkSettings(List.of(BenchmarkNet.MNIST), methods, List.of(8), 1, MOMENT, null);
        BenchmarkRecord record;
        try (Reference reference = new Reference()) {
            record = new Benchmark(settings, Precision.FP32, reference, (part, number, parts) -> {}).run(null);
        }

        assertThat(record.training())
                .extracting(BenchmarkRecord.Training::method, BenchmarkRecord.Training::batch)
                .containsExactly(tuple("cdan", 16), tuple("mean-teacher", 24), tuple("shot", 8));
        assertThat(record.training()).allSatisfy(one -> {
            assertThat(one.imagesPerSecond()).isPositive();
            assertThat(one.referenceImagesPerSecond()).isPositive();
            assertThat(one.dannSteps()).isNull(); // DANN is not timed
            assertThat(one.flopsPerImage()).isNull();
            assertThat(one.shareOfPeak()).isNull();
        });
    }

    @Test
    void aMethodOfTwoStatistics_isNotTimedOnANetThatHasOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BenchmarkSettings(
                        List.of(BenchmarkNet.MNIST), List.of(AdaBn.TYPE), List.of(8), 1, MOMENT, null))
                .withMessage(
                        "adabn needs a network whose batch norms have statistics per domain, and mnist has none; choose from bottleneck");
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(1, 1, 1)).withMessageContaining("batch");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(10_001, 1, 1))
                .withMessageContainingAll("batch", "10001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(64, 0, 1))
                .withMessageContaining("rounds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(64, 1, 0))
                .withMessageContaining("seconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BenchmarkSettings(List.of(), List.of(Dann.TYPE), List.of(8), 1, 1, null))
                .withMessageContaining("a net");
    }

    private static BenchmarkSettings settings(int batch, int rounds, double seconds) {
        return new BenchmarkSettings(
                List.of(BenchmarkNet.MNIST), List.of(Dann.TYPE), List.of(batch), rounds, seconds, null);
    }
}
