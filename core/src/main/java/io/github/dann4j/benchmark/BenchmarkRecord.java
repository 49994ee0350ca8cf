package io.github.dann4j.benchmark;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found. Every figure of speed is the median over the rounds, every ratio the median of the rounds' ratios.
 *
 * @param startup null where it was not measured
 * @param peakRssMiB most physical memory that the process held; null where the system does not tell
 */
public record BenchmarkRecord(
        Machine machine,
        Peak peak,
        List<Training> training,
        List<Inference> inference,
        @Nullable Startup startup,
        @Nullable Long peakRssMiB) {
    public BenchmarkRecord {
        training = List.copyOf(training);
        inference = List.copyOf(inference);
    }

    /**
     * What it ran on.
     *
     * @param precision {@code fp32} or {@code bf16}
     */
    public record Machine(String cpu, int threads, String precision) {}

    /**
     * The ceiling: the highest that was seen in the run, a large matrix product in both precisions and a large copy (bytes read
     * and bytes written).
     */
    public record Peak(double fp32Gflops, double bf16Gflops, double memoryGBs) {
        /** The higher of both in each. */
        Peak max(Peak other) {
            return new Peak(
                    Math.max(fp32Gflops, other.fp32Gflops),
                    Math.max(bf16Gflops, other.bf16Gflops),
                    Math.max(memoryGBs, other.memoryGBs));
        }
    }

    /**
     * Training steps of one method on one net.
     *
     * @param batch images of a step, of all its batches together
     * @param referenceImagesPerSecond of the same step as usual tools compute it: float32, contiguous layout
     * @param ratio ours to the reference
     * @param againstImagesPerSecond of the outside program; null without one
     * @param againstRatio ours to the outside program; null without one
     * @param flopsPerImage floating-point operations that the step must do, a share for each image; null for a method whose
     *     operations are not counted: they are for training on the source alone and for DANN
     * @param shareOfPeak of the machine's matrix products in the same precision, in [0, 1]; null where they are not counted
     * @param dataWaitShare share of the step that waits for data, in [0, 1]
     * @param profile share of each part of a step, by name; the sum is 1
     */
    public record Training(
            String net,
            String method,
            int batch,
            String precision,
            double imagesPerSecond,
            double referenceImagesPerSecond,
            double ratio,
            @Nullable Double againstImagesPerSecond,
            @Nullable Double againstRatio,
            @Nullable Double flopsPerImage,
            @Nullable Double shareOfPeak,
            double dataWaitShare,
            Map<String, Double> profile) {}

    /**
     * Predictions of a finished network, the reading of the images included.
     *
     * @param trainingRatio to the forward passes of the same net's training on the source alone, in images per second; null
     *     where that was not measured
     */
    public record Inference(
            String net,
            String precision,
            double imagesPerSecond,
            @Nullable Double trainingRatio) {}

    /**
     * From the command to its first sign.
     *
     * @param versionSeconds until {@code --version} has ended
     * @param firstStepSeconds until the first update of the embedded pair's training is done
     */
    public record Startup(double versionSeconds, double firstStepSeconds) {}
}
