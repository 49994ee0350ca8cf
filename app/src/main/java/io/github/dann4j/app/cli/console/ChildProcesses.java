package io.github.dann4j.app.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Other processes of this program that a command has started, and threads that print what they say. Closing this ends
 * the processes that still run. For one thread.
 */
public final class ChildProcesses implements AutoCloseable {
    /** Time in which a process stops by itself, between two steps, and says why. */
    public static final int GRACE_SECONDS = 15;

    /** Prefix of lines that gloo prints to standard output, which is meant for results. */
    private static final String GLOO = "[Gloo] ";

    private final List<Process> processes = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final AtomicReference<StandardOutput.@Nullable Unwritable> unwritable = new AtomicReference<>();

    /**
     * Starts a process.
     *
     * @throws IOException if the system cannot start it
     */
    public Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Prints the lines of a process as they come, each after this prefix. */
    public void passOn(BufferedReader from, String prefix, PrintWriter to) {
        Thread thread = new Thread(
                () -> from.lines().filter(line -> !line.startsWith(GLOO)).forEach(line -> {
                    try {
                        to.println(prefix + line);
                        to.flush();
                    } catch (StandardOutput.Unwritable e) {
                        unwritable.compareAndSet(null, e); // keep reading, or the process would wait for ever
                    }
                }),
                "output of a process");
        thread.setDaemon(true);
        thread.start();
        readers.add(thread);
    }

    /** Describes an exit code other than 0: a failure, or the signal that ended the process. */
    public static String ending(int code) {
        return code > 128 ? "was ended by signal " + (code - 128) : "failed with exit code " + code;
    }

    /** Asks all processes that still run to stop, waits for them, and kills those that have not stopped in time. */
    public void end() {
        boolean interrupted = Thread.interrupted(); // the processes still get their time to stop
        // By their handles: Process.destroy would close the streams, from which their last lines are read.
        processes.forEach(process -> process.toHandle().destroy());
        for (Process process : processes) {
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    process.toHandle().destroyForcibly();
                    process.waitFor();
                }
            } catch (InterruptedException e) {
                process.toHandle().destroyForcibly();
                interrupted = true;
            }
        }
        interruptAgain(interrupted);
    }

    /** Waits until the last lines of processes that have ended are printed. */
    public void awaitOutput() {
        boolean interrupted = Thread.interrupted();
        for (Thread reader : readers) {
            try {
                reader.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        interruptAgain(interrupted);
    }

    /** @throws StandardOutput.Unwritable if a line could not be printed */
    public void requireWritten() {
        StandardOutput.Unwritable failure = unwritable.get();
        if (failure != null) {
            throw failure;
        }
    }

    private static void interruptAgain(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
        awaitOutput();
    }
}
