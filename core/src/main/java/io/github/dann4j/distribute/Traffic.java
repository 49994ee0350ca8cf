package io.github.dann4j.distribute;

/**
 * What a worker has exchanged with the others since it joined them.
 *
 * @param seconds spent in exchanges, waiting for slower workers included
 * @param bytes of the tensors that were exchanged, once each; over the wire goes up to twice that
 * @param exchanges number of them
 */
public record Traffic(double seconds, long bytes, long exchanges) {
    /** Nothing. */
    public static final Traffic NONE = new Traffic(0, 0, 0);

    /** What came on top since {@code earlier}. */
    public Traffic since(Traffic earlier) {
        return new Traffic(seconds - earlier.seconds, bytes - earlier.bytes, exchanges - earlier.exchanges);
    }
}
