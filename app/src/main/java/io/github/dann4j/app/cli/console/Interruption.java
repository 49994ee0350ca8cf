package io.github.dann4j.app.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles Ctrl-C and SIGTERM: interrupts the command, which stops between two steps and says so. Only then does the
 * process end, so libtorch is never unloaded during a running step.
 */
public final class Interruption {
    private static final int PATIENCE_SECONDS = 20;

    private final Thread command;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean signalled;

    Interruption(Thread command) {
        this.command = command;
    }

    /** Creates a handler that interrupts the calling thread when the process is asked to end. */
    public static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::onSignal, "interruption"));
        return interruption;
    }

    /** Called when the process is asked to end: interrupts the command and waits until it has ended. */
    void onSignal() {
        signalled = true;
        if (done.getCount() > 0) {
            command.interrupt();
            awaitCommand();
        }
    }

    /**
     * Must be called when the command has ended, whatever its result.
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
                System.err.printf(
                        "dann4j: did not stop within %d s of the signal, so it was ended by force%n", PATIENCE_SECONDS);
                // Stuck. An orderly exit would unload libtorch under a step that may still run, which crashes.
                Runtime.getRuntime().halt(Failures.INTERRUPTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
