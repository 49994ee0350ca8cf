package io.github.dann4j.benchmark;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found. Every figure of speed is the median over the turns, every ratio the median of the turns' ratios.
 *
 * @param startup null if it was not measured
 * @param peakRssMiB peak physical memory of the process; null if the system does not report it
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
     * The machine and precision of the benchmark.
     *
     * @param precision {@code fp32} or {@code bf16}
     */
    public record Machine(String cpu, int threads, String precision) {}

    /**
     * The machine's ceiling: the highest rates of the run, for a large matrix product in both precisions and for a
     * large copy (bytes read and bytes written).
     */
    public record Peak(double fp32Gflops, double bf16Gflops, double memoryGBs) {
        /** Returns the higher value of both in each component. */
        Peak max(Peak other) {
            return new Peak(
                    Math.max(fp32Gflops, other.fp32Gflops),
                    Math.max(bf16Gflops, other.bf16Gflops),
                    Math.max(memoryGBs, other.memoryGBs));
        }
    }

    /**
     * Training steps of one method on one network.
     *
     * @param batch images in a step, of all its batches together
     * @param dannSteps duration of a step; the unit is a step of DANN with as many images in each batch, in the same
     *     turns; null if DANN is not among the methods, or for batches of another size than the first
     * @param referenceImagesPerSecond of the same step as common tools compute it: float32, contiguous layout; null
     *     on a GPU
     * @param ratio of this library to the reference; null without one
     * @param againstImagesPerSecond of the outside program; null without one
     * @param againstRatio of this library to the outside program; null without one
     * @param flopsPerImage floating-point operations that the step needs, per image; null for methods whose
     *     operations are not counted: they are counted for training on the source alone and for DANN
     * @param shareOfPeak of the machine's matrix products in the same precision, in [0, 1]; null if the operations
     *     are not counted
     * @param dataWaitShare share of the step that waits for data, in [0, 1]
     * @param profile share of each part of a step, by name; the sum is 1
     * @param turns of each side; fewer than requested if the time was too short
     */
    public record Training(
            String net,
            String method,
            int batch,
            String precision,
            double imagesPerSecond,
            @Nullable Double dannSteps,
            @Nullable Double referenceImagesPerSecond,
            @Nullable Double ratio,
            @Nullable Double againstImagesPerSecond,
            @Nullable Double againstRatio,
            @Nullable Double flopsPerImage,
            @Nullable Double shareOfPeak,
            double dataWaitShare,
            Map<String, Double> profile,
            int turns) {}

    /**
     * Predictions of a trained network, including reading the images.
     *
     * @param trainingRatio to the forward passes of the same network's training on the source alone, in images per second; null
     *     if that was not measured
     * @param turns through all images
     */
    public record Inference(
            String net,
            String precision,
            double imagesPerSecond,
            @Nullable Double trainingRatio,
            int turns) {}

    /**
     * The time from the command to its first output.
     *
     * @param versionSeconds until {@code --version} has ended
     * @param firstStepSeconds until the first update of the embedded pair's training is done
     * @param turns of it
     */
    public record Startup(double versionSeconds, double firstStepSeconds, int turns) {}
}
