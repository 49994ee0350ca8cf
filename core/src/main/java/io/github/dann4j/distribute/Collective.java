package io.github.dann4j.distribute;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The workers that train one network together, as one of them sees them. Every method but {@link #share} and {@link #traffic} is a
 * meeting: all workers have to call it, in the same order, and each waits for the slowest.
 *
 * <p>A meeting that fails, because a worker died, hangs or cannot be reached, throws a {@link WorkerException} on every worker that
 * is left; the collective is then of no more use.
 */
public interface Collective {
    /** One worker alone: every meeting ends at once and changes nothing. */
    Collective ALONE = new Collective() {
        @Override
        public Share share() {
            return Share.ALL;
        }

        @Override
        public void sum(List<Tensor> tensors, String what) {}

        @Override
        public double[] sum(double[] values, String what) {
            return values;
        }

        @Override
        public void copyFirst(List<Tensor> tensors, String what) {}

        @Override
        public String fromFirst(String name, Supplier<String> value) {
            return value.get();
        }

        @Override
        public Traffic traffic() {
            return Traffic.NONE;
        }
    };

    /** Which of the workers this is. */
    Share share();

    /**
     * Puts into each tensor, in place, the sum of all workers' tensors: afterwards they are the same on all, bit for bit.
     *
     * @param tensors dense, all of one type, on every worker of the same shapes and layouts
     * @param what is exchanged, for the message of a failure
     */
    void sum(List<Tensor> tensors, String what);

    /** The sums of all workers' values, in float64: the same on all, bit for bit. */
    double[] sum(double[] values, String what);

    /** Puts into each tensor, in place, what the first worker has in it. */
    void copyFirst(List<Tensor> tensors, String what);

    /**
     * What the first worker's {@code value} gives; that of the others is not asked.
     *
     * @param name of what is decided, for the message of a failure
     */
    String fromFirst(String name, Supplier<String> value);

    /** What this worker has exchanged so far. */
    Traffic traffic();
}
