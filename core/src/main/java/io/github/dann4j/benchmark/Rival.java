package io.github.dann4j.benchmark;

/** Somebody else who runs the step that is timed. */
@FunctionalInterface
public interface Rival {
    /**
     * Runs whole steps for a while, after a warm-up that does not count.
     *
     * @param batch images of each domain in a step
     * @param threads compute threads
     * @param seconds how long, at least
     * @return images per second, of all domains together
     * @throws BenchmarkException if it cannot tell
     */
    double imagesPerSecond(BenchmarkNet net, BenchmarkMethod method, int batch, int threads, double seconds);
}
