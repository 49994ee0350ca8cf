package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.ChildProcesses;
import io.github.dann4j.app.cli.console.Failures;
import io.github.dann4j.app.cli.console.SelfCommand;
import io.github.dann4j.distribute.WorkerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j launch}: starts several workers on this machine that train one network. */
@Command(
        name = "launch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Start several workers on this machine that train one network together, and wait for them.",
            "The workers share the processors and every batch. If one of them fails, the others stop too; nothing is restarted."
        },
        footer = {"", "Example:  dann4j launch --workers 2 -- train --source mnist --target mnist-m --data DIR"})
public final class LaunchCommand implements Callable<Integer> {
    private static final List<String> COMMANDS = List.of("train", "compare");

    private static final int POLL_MILLIS = 50;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--workers", paramLabel = "N", required = true, description = "Number of workers, at least 1.")
    private int workers;

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "After --: train or compare with its options; --batch is the batch of all workers together.")
    private List<String> command = List.of();

    @Override
    public Integer call() {
        CommandSpec own = Objects.requireNonNull(spec);
        if (workers < 1) {
            throw new ParameterException(own.commandLine(), "--workers must be at least 1, got " + workers);
        }
        if (!COMMANDS.contains(command.get(0))) {
            throw new ParameterException(
                    own.commandLine(),
                    "only these commands can be launched: %s; got '%s'".formatted(COMMANDS, command.get(0)));
        }
        PrintWriter err = own.commandLine().getErr();
        try (ChildProcesses children = new ChildProcesses()) {
            List<Process> processes = new ArrayList<>();
            int port = freePort();
            for (int rank = 0; rank < workers; rank++) {
                Process process = children.start(worker(rank, port));
                processes.add(process);
                children.passOn(process.inputReader(), "", own.commandLine().getOut());
                if (rank > 0) {
                    children.passOn(process.errorReader(), String.format(Locale.ROOT, "worker %d: ", rank), err);
                }
            }
            int code = await(processes, children, err);
            children.awaitOutput();
            if (code == ExitCode.OK) {
                children.requireWritten();
            }
            return code;
        } catch (InterruptedException e) {
            throw new CancellationException("the workers were stopped");
        } catch (IOException e) {
            throw new WorkerException("cannot start a worker: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private ProcessBuilder worker(int rank, int port) {
        ProcessBuilder builder = new ProcessBuilder(SelfCommand.launcher(command.toArray(String[]::new)));
        builder.environment()
                .putAll(Map.of(
                        "MASTER_ADDR", "127.0.0.1",
                        "MASTER_PORT", Integer.toString(port),
                        "RANK", Integer.toString(rank),
                        "LOCAL_RANK", Integer.toString(rank),
                        "WORLD_SIZE", Integer.toString(workers),
                        "LOCAL_WORLD_SIZE", Integer.toString(workers)));
        return builder.redirectError(rank == 0 ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.PIPE);
    }

    /** Waits until all have ended; once one has failed, at most for the grace period. */
    private static int await(List<Process> processes, ChildProcesses children, PrintWriter err)
            throws InterruptedException {
        int failed = -1;
        long until = Long.MAX_VALUE;
        while (processes.stream().anyMatch(Process::isAlive)) {
            for (int rank = 0; rank < processes.size() && failed < 0; rank++) {
                Process process = processes.get(rank);
                if (!process.isAlive() && process.exitValue() != ExitCode.OK) {
                    failed = rank;
                    until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ChildProcesses.GRACE_SECONDS);
                }
            }
            if (System.nanoTime() > until) {
                break;
            }
            Thread.sleep(POLL_MILLIS);
        }
        for (int rank = 0; rank < processes.size() && failed < 0; rank++) {
            failed = processes.get(rank).exitValue() == ExitCode.OK ? -1 : rank;
        }
        if (failed < 0) {
            return ExitCode.OK;
        }
        children.end();
        int code = processes.get(failed).exitValue();
        err.printf(
                Locale.ROOT,
                "dann4j: worker %d of %d %s; all workers have stopped%n",
                failed,
                processes.size(),
                ChildProcesses.ending(code));
        err.flush();
        return code == ExitCode.USAGE || code == Failures.INTERRUPTED ? code : ExitCode.SOFTWARE;
    }
}
