package io.github.dann4j.app.cli.choose;

import io.github.dann4j.app.cli.console.ChildProcesses;
import io.github.dann4j.app.cli.console.Failures;
import io.github.dann4j.app.cli.console.SelfCommand;
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

    private static final int SIGTERM = 143;

    private final List<String> arguments;
    private final PrintWriter err;
    private final Map<Integer, Process> running = new ConcurrentHashMap<>();
    private final ChildProcesses children = new ChildProcesses();
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
            Process process = children.start(
                    new ProcessBuilder(SelfCommand.again(own)).redirectOutput(ProcessBuilder.Redirect.DISCARD));
            running.put(number, process);
            children.passOn(process.errorReader(), String.format(Locale.ROOT, "trial %d: ", number), err);
            CompletableFuture<Void> unused = process.onExit().thenRun(() -> ended.add(number));
        } catch (IOException e) {
            throw new WorkerException("cannot start the process of a training: " + e.getMessage(), e);
        }
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
                    ChildProcesses.ending(code)));
        }
    }

    @Override
    public void close() {
        children.close();
    }
}
