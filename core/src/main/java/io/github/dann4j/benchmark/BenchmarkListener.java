package io.github.dann4j.benchmark;

/** Receives the progress of a benchmark. */
@FunctionalInterface
public interface BenchmarkListener {
    /**
     * Called before each part.
     *
     * @param part name of the part that starts
     * @param number of the part, from 1
     * @param parts number of all parts
     */
    void began(String part, int number, int parts);
}
