package io.github.dann4j.distribute;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The workers that train one network together, from the view of one of them. Every method except {@link #share} and
 * {@link #traffic} is a collective operation: all workers have to call it, in the same order, and each waits for the
 * slowest.
 *
 * <p>If an operation fails because a worker died, hangs or cannot be reached, it throws a {@link WorkerException} on
 * every remaining worker. The collective cannot be used afterwards.
 */
public interface Collective {
    /** A single worker: every operation returns immediately and changes nothing. */
    Collective ALONE = new Collective() {
        @Override
        public Shard share() {
            return Shard.ALL;
        }

        @Override
        public void sum(List<Tensor> tensors, String what) {}

        @Override
        public double[] sum(double[] values, String what) {
            return values;
        }

        @Override
        public void broadcastFromFirst(List<Tensor> tensors, String what) {}

        @Override
        public String fromFirst(String name, Supplier<String> value) {
            return value.get();
        }

        @Override
        public Traffic traffic() {
            return Traffic.NONE;
        }
    };

    /** Returns this worker's rank and the number of workers. */
    Shard share();

    /**
     * Replaces each tensor, in place, by the sum over all workers. The result is the same on all workers, bit for bit.
     *
     * @param tensors dense tensors of one type, with the same shapes and layouts on every worker
     * @param what name of the exchange for the message of a failure
     */
    void sum(List<Tensor> tensors, String what);

    /** Returns the sums over all workers, in float64: the same on all workers, bit for bit. */
    double[] sum(double[] values, String what);

    /** Replaces the values of each tensor, in place, by those of the first worker. */
    void broadcastFromFirst(List<Tensor> tensors, String what);

    /**
     * Returns the first worker's {@code value}. The suppliers of the other workers are not called.
     *
     * @param name name of the decision for the message of a failure
     */
    String fromFirst(String name, Supplier<String> value);

    /** Returns what this worker has exchanged so far. */
    Traffic traffic();
}
