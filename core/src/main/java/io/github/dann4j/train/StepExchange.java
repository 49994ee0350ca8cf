package io.github.dann4j.train;

/**
 * What an update of several workers took beside its computing.
 *
 * @param seconds that this worker spent in exchanges, waiting for slower workers included
 * @param bytes of the tensors that it exchanged
 * @param skewSeconds by how much the slowest worker computed longer than the fastest one
 */
public record StepExchange(double seconds, long bytes, double skewSeconds) {
    /** Of a worker alone. */
    public static final StepExchange NONE = new StepExchange(0, 0, 0);
}
