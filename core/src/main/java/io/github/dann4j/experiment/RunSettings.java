package io.github.dann4j.experiment;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;

/**
 * All that decides the numbers of a run, beside the data and the machine.
 *
 * @param threads compute threads
 */
public record RunSettings(Comparison comparison, Precision precision, int threads) {
    /** Those of a comparison in this process as it is now. */
    public static RunSettings of(Comparison comparison, Precision precision) {
        return new RunSettings(comparison, precision, Threads.inUse());
    }
}
