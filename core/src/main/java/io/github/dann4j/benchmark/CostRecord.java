package io.github.dann4j.benchmark;

/**
 * The cost of a DANN step at one point of the curves.
 *
 * @param net the network
 * @param size side of the input, in pixels
 * @param batch images of each domain
 * @param imagesPerSecond of both domains together; the median over the rounds
 * @param millisecondsPerStep the time of one step
 * @param gflops floating-point operations that the step needs, in billions per second
 */
public record CostRecord(
        String net, int size, int batch, double imagesPerSecond, double millisecondsPerStep, double gflops) {}
