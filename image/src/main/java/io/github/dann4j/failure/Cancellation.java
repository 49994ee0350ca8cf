package io.github.dann4j.failure;

import java.util.concurrent.CancellationException;

/**
 * Cooperative cancellation of long work: interrupt its thread, and the work stops at its next check, such as between
 * two batches.
 */
public final class Cancellation {
    private static final ThreadLocal<Integer> DEFERRED = ThreadLocal.withInitial(() -> 0);

    /** A block in which the work of this thread is not cancelled. A cancellation takes effect after the block. */
    public static final class Deferral implements AutoCloseable {
        private Deferral() {}

        @Override
        public void close() {
            DEFERRED.set(DEFERRED.get() - 1);
        }
    }

    private Cancellation() {}

    /**
     * Opens a block for short work that must not be interrupted halfway. An interrupt stays pending for the next
     * {@link #check}.
     */
    public static Deferral defer() {
        DEFERRED.set(DEFERRED.get() + 1);
        return new Deferral();
    }

    /** Returns whether a {@link #check} would stop the work now. Has no effect. */
    public static boolean isDue() {
        return DEFERRED.get() == 0 && Thread.currentThread().isInterrupted();
    }

    /**
     * Stops the work if this thread was interrupted.
     *
     * @param work name of the work for the message: "stopped during the evaluation"
     * @throws CancellationException if the thread was interrupted; the interrupt status is cleared
     */
    public static void check(String work) {
        if (DEFERRED.get() == 0 && Thread.interrupted()) {
            throw new CancellationException("stopped during " + work);
        }
    }
}
