package io.github.dann4j.benchmark;

/** Is told what is being measured. */
@FunctionalInterface
public interface BenchmarkListener {
    /**
     * Called before each part.
     *
     * @param part what begins
     * @param number of the part, from 1
     * @param parts number of all parts
     */
    void began(String part, int number, int parts);
}
