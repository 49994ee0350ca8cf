package io.github.dann4j.engine;

import java.util.concurrent.CancellationException;

/** How long work is stopped: whoever wants it to end interrupts its thread, and the work looks at it between two batches. */
public final class Cancellation {
    private static final ThreadLocal<Integer> DEFERRED = ThreadLocal.withInitial(() -> 0);

    /** A block in which this thread's work is not stopped; whoever wants it to end waits until the block does. */
    public static final class Deferral implements AutoCloseable {
        private Deferral() {}

        @Override
        public void close() {
            DEFERRED.set(DEFERRED.get() - 1);
        }
    }

    private Cancellation() {}

    /** Opens a block whose work is short and must not be cut in two; an interrupt stays for the {@link #check} behind it. */
    public static Deferral defer() {
        DEFERRED.set(DEFERRED.get() + 1);
        return new Deferral();
    }

    /** Whether a {@link #check} would end the work now; nothing changes by the question. */
    public static boolean isDue() {
        return DEFERRED.get() == 0 && Thread.currentThread().isInterrupted();
    }

    /**
     * Ends the work if this thread was interrupted.
     *
     * @param work what is given up, for the message: "stopped during the evaluation"
     * @throws CancellationException if it was; the thread's interrupt is taken back
     */
    public static void check(String work) {
        if (DEFERRED.get() == 0 && Thread.interrupted()) {
            throw new CancellationException("stopped during " + work);
        }
    }
}
