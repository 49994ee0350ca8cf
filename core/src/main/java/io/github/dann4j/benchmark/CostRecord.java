package io.github.dann4j.benchmark;

/**
 * What a DANN step costs in one place of the curves.
 *
 * @param net whose step it is
 * @param size side of the input, in pixels
 * @param batch images of each domain
 * @param imagesPerSecond of both domains together; the median over the rounds
 * @param millisecondsPerStep the time of one step
 * @param gflops floating-point operations that the step must do, in thousand millions a second
 */
public record CostRecord(
        String net, int size, int batch, double imagesPerSecond, double millisecondsPerStep, double gflops) {}
