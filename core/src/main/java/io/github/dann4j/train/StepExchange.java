package io.github.dann4j.train;

/**
 * What an update of several workers, or more of them together, took beside its computing.
 *
 * @param seconds that this worker spent in exchanges, waiting for slower workers included
 * @param exchanges number of them
 * @param bytes of the tensors that it exchanged
 * @param skewSeconds by how much the slowest worker computed longer than the fastest one
 */
public record StepExchange(double seconds, long exchanges, long bytes, double skewSeconds) {
    /** Of a worker alone. */
    public static final StepExchange NONE = new StepExchange(0, 0, 0, 0);

    /** That of two updates together. */
    public StepExchange plus(StepExchange other) {
        return new StepExchange(
                seconds + other.seconds,
                exchanges + other.exchanges,
                bytes + other.bytes,
                skewSeconds + other.skewSeconds);
    }
}
