package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.Failures;
import io.github.dann4j.app.cli.console.SelfCommand;
import io.github.dann4j.app.cli.console.StandardOutput;
import io.github.dann4j.distribute.WorkerException;
import io.github.dann4j.sweep.ParallelTrials;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The trainings of a sweep in separate processes: each is the command of the sweep with one option more. Closing this
 * ends them. They also end with the process of the sweep, however that ends, because their standard input is a pipe
 * from it.
 */
final class TrialProcesses implements ParallelTrials, AutoCloseable {
    /** The option that makes the command train one trial. */
    static final String OPTION = "--train-trial";

    /** Time in which a training stops by itself, between two steps. */
    private static final int GRACE_SECONDS = 15;

    private static final int SIGTERM = 143;

    private final List<String> arguments;
    private final PrintWriter err;
    private final Map<Integer, Process> running = new ConcurrentHashMap<>();
    private final List<Thread> readers = new ArrayList<>();
    private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();

    /** @param command of the sweep, as it was parsed */
    TrialProcesses(CommandSpec command) {
        this.arguments = command.root().commandLine().getParseResult().originalArgs();
        this.err = command.commandLine().getErr();
    }

    /** Called in the process of a training: interrupts the thread when the process of the sweep has ended. */
    static void endWithTheSweep(Thread training) {
        Thread watch = new Thread(
                () -> {
                    try (InputStream sweep = System.in) {
                        while (sweep.read() >= 0) {
                            // nothing is written, so this waits for the end
                        }
                    } catch (IOException e) {
                        // the end too
                    }
                    training.interrupt();
                },
                "end of the sweep");
        watch.setDaemon(true);
        watch.start();
    }

    @Override
    public void start(int number) {
        List<String> own = new ArrayList<>(arguments);
        own.addAll(List.of(OPTION, Integer.toString(number)));
        try {
            Process process = new ProcessBuilder(SelfCommand.again(own))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            running.put(number, process);
            readers.add(passOn(process, String.format(Locale.ROOT, "trial %d: ", number)));
            CompletableFuture<Void> unused = process.onExit().thenRun(() -> ended.add(number));
        } catch (IOException e) {
            throw new WorkerException("cannot start the process of a training: " + e.getMessage(), e);
        }
    }

    private Thread passOn(Process process, String prefix) {
        Thread thread = new Thread(
                () -> process.errorReader().lines().forEach(line -> {
                    try {
                        err.println(prefix + line);
                        err.flush();
                    } catch (StandardOutput.Unwritable e) {
                        // keep reading, or the training would wait for ever
                    }
                }),
                "output of a training");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void awaitOne() {
        int number;
        try {
            number = ended.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the trainings were stopped");
        }
        int code = Objects.requireNonNull(running.remove(number)).exitValue();
        if (code == Failures.INTERRUPTED || code == SIGTERM) {
            throw new CancellationException("a training was stopped");
        } else if (code != ExitCode.OK) {
            throw new WorkerException(String.format(
                    Locale.ROOT,
                    "the process of trial %d %s; the same command continues with it",
                    number,
                    code > 128 ? "was ended by signal " + (code - 128) : "failed with exit code " + code));
        }
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // the trainings still get their time to stop
        // By their handles: Process.destroy would close the streams, from which their last lines are read.
        running.values().forEach(process -> process.toHandle().destroy());
        for (Process process : running.values()) {
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
        for (Thread reader : readers) {
            try {
                reader.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
