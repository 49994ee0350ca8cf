package io.github.dann4j.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and polite kills: the command is interrupted, ends between two updates, says so, and only then does the process
 * end; libtorch is never torn down under a running step.
 */
final class Interruption {
    private static final int PATIENCE_SECONDS = 20;

    private final CountDownLatch done = new CountDownLatch(1);

    private Interruption() {}

    /** Interrupts the calling thread when the process is asked to end. */
    static Interruption ofThisThread() {
        Interruption interruption = new Interruption();
        Thread command = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (interruption.done.getCount() > 0) {
                                command.interrupt();
                                interruption.awaitCommand();
                            }
                        },
                        "interruption"));
        return interruption;
    }

    /** To be called when the command has ended, whatever its result. */
    void commandDone() {
        done.countDown();
    }

    private void awaitCommand() {
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                // Stuck. An orderly exit would take libtorch down under a step that may still run, which crashes.
                Runtime.getRuntime().halt(Failures.INTERRUPTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
