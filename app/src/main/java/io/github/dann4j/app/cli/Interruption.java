package io.github.dann4j.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ctrl-C and polite kills: the command is interrupted, ends between two updates, says so, and only then does the process
 * end; libtorch is never torn down under a running step.
 */
final class Interruption {
    private static final int PATIENCE_SECONDS = 20;

    private final Thread command;
    private final IntConsumer exit;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean signalled;

    /** @param exit what ends the process */
    Interruption(Thread command, IntConsumer exit) {
        this.command = command;
        this.exit = exit;
    }

    /** Interrupts the calling thread when the process is asked to end. */
    static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread(), System::exit);
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
     * To be called when the command has ended: ends the process with this code, or returns if a signal is doing so, with its own.
     * Until Java 20 the later of two exits wins when the hooks of the earlier have just ended (JDK-8288984), so there must be one.
     */
    void end(int code) {
        done.countDown();
        if (!signalled) {
            exit.accept(code);
        }
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
