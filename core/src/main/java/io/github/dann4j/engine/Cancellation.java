package io.github.dann4j.engine;

import java.util.concurrent.CancellationException;

/** How long work is stopped: whoever wants it to end interrupts its thread, and the work looks at it between two batches. */
public final class Cancellation {
    private Cancellation() {}

    /**
     * Ends the work if this thread was interrupted.
     *
     * @param work what is given up, for the message: "stopped during the evaluation"
     * @throws CancellationException if it was; the thread's interrupt is taken back
     */
    public static void check(String work) {
        if (Thread.interrupted()) {
            throw new CancellationException("stopped during " + work);
        }
    }
}
