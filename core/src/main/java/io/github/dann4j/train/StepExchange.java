package io.github.dann4j.train;

/**
 * The cost of the exchanges between workers in one or more steps.
 *
 * @param seconds time that this worker spent in exchanges, including waiting for slower workers
 * @param exchanges number of exchanges
 * @param bytes bytes of the exchanged tensors
 * @param skewSeconds how much longer the slowest worker computed than the fastest one
 */
public record StepExchange(double seconds, long exchanges, long bytes, double skewSeconds) {
    /** The cost for a single worker. */
    public static final StepExchange NONE = new StepExchange(0, 0, 0, 0);

    /** Returns the sum of two costs. */
    public StepExchange plus(StepExchange other) {
        return new StepExchange(
                seconds + other.seconds,
                exchanges + other.exchanges,
                bytes + other.bytes,
                skewSeconds + other.skewSeconds);
    }
}
