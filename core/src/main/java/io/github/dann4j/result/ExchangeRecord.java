package io.github.dann4j.result;

import io.github.dann4j.train.StepExchange;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges between several workers in the steps of a training, as measured by the first worker; means per step.
 *
 * @param workers number of workers
 * @param seconds spent in exchanges, including waiting for slower workers
 * @param exchanges number of exchanges
 * @param bytes of the tensors that a worker exchanged; up to twice as many are sent over the network
 * @param skewSeconds how much longer the slowest worker computed than the fastest
 */
public record ExchangeRecord(int workers, double seconds, double exchanges, long bytes, double skewSeconds) {
    /** Returns the means per step; null for a single worker, which exchanges nothing. */
    public static @Nullable ExchangeRecord of(int workers, StepExchange all, int updates) {
        return workers == 1
                ? null
                : new ExchangeRecord(
                        workers,
                        all.seconds() / updates,
                        (double) all.exchanges() / updates,
                        Math.round((double) all.bytes() / updates),
                        all.skewSeconds() / updates);
    }
}
