package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.MethodType;

/** Another implementation of the step that is timed. */
@FunctionalInterface
public interface Competitor {
    /**
     * Runs whole steps for a while, after a warm-up that does not count.
     *
     * @param batch images in each batch of a step, one per domain or view
     * @param threads compute threads
     * @param seconds minimum time
     * @return images per second, of all batches of a step together
     * @throws BenchmarkException if it cannot measure the speed, or does not support the method
     */
    double imagesPerSecond(BenchmarkNet net, MethodType<?> method, int batch, int threads, double seconds);
}
