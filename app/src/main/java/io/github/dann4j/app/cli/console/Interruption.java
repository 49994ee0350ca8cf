package io.github.dann4j.app.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and polite kills: the command is interrupted, ends between two updates, says so, and only then does the process
 * end; libtorch is never torn down under a running step.
 */
public final class Interruption {
    private static final int PATIENCE_SECONDS = 20;

    private final Thread command;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean signalled;

    Interruption(Thread command) {
        this.command = command;
    }

    /** Interrupts the calling thread when the process is asked to end. */
    public static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::onSignal, "interruption"));
        return interruption;
    }

    /** The process is asked to end: interrupts the command and waits for its end. */
    void onSignal() {
        signalled = true;
        if (done.getCount() > 0) {
            command.interrupt();
            awaitCommand();
        }
    }

    /**
     * To be called when the command has ended, whatever its result.
     *
     * @return whether a signal is ending the process
     */
    public boolean commandDone() {
        done.countDown();
        return signalled;
    }

    private void awaitCommand() {
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.printf("dann4j: not ended %d s after the signal, so it was cut off%n", PATIENCE_SECONDS);
                // Stuck. An orderly exit would take libtorch down under a step that may still run, which crashes.
                Runtime.getRuntime().halt(Failures.INTERRUPTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
