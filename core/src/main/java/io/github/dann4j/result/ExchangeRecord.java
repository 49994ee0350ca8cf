package io.github.dann4j.result;

import io.github.dann4j.train.StepExchange;
import org.jspecify.annotations.Nullable;

/**
 * What the updates of a training of several workers took beside their computing, as the first worker measured it; means per update.
 *
 * @param workers number of them
 * @param seconds spent in exchanges, waiting for slower workers included
 * @param exchanges number of them
 * @param bytes of the tensors that a worker exchanged; over the wire goes up to twice that
 * @param skewSeconds by how much the slowest worker computed longer than the fastest one
 */
public record ExchangeRecord(int workers, double seconds, double exchanges, long bytes, double skewSeconds) {
    /** Null for one worker, which exchanges nothing. */
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
