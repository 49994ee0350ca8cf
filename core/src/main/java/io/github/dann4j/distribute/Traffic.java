package io.github.dann4j.distribute;

/**
 * A worker's exchanges with the others since it joined.
 *
 * @param seconds time spent in exchanges, including waiting for slower workers
 * @param bytes bytes of the exchanged tensors, counted once each; up to twice as many go over the network
 * @param exchanges number of exchanges
 */
public record Traffic(double seconds, long bytes, long exchanges) {
    /** No exchanges. */
    public static final Traffic NONE = new Traffic(0, 0, 0);

    /** Returns the difference to {@code earlier}. */
    public Traffic since(Traffic earlier) {
        return new Traffic(seconds - earlier.seconds, bytes - earlier.bytes, exchanges - earlier.exchanges);
    }
}
