package io.github.dann4j.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Workers in separate processes, started as launchers do. Closing this ends them. */
final class WorkerProcesses implements AutoCloseable {
    private static final int MOST_SECONDS = 180;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();

    /**
     * @param prefixes of each worker's command, for instance to run it in a separate network
     * @param timeout of the workers, in seconds
     */
    WorkerProcesses(Path logFolder, List<List<String>> prefixes, String address, int timeout, List<String> arguments)
            throws IOException {
        Files.createDirectories(logFolder);
        int port = freePort();
        for (int rank = 0; rank < prefixes.size(); rank++) {
            List<String> command = new ArrayList<>(prefixes.get(rank));
            command.addAll(dann4j());
            command.addAll(arguments);
            Path log = logFolder.resolve(String.format(Locale.ROOT, "worker-%d-%d.txt", rank, System.nanoTime()));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("MASTER_ADDR", address);
            builder.environment().put("MASTER_PORT", Integer.toString(port));
            builder.environment().put("RANK", Integer.toString(rank));
            builder.environment().put("WORLD_SIZE", Integer.toString(prefixes.size()));
            builder.environment().put("DANN4J_WORKER_TIMEOUT", Integer.toString(timeout));
            builder.environment().put("TORCH_CPP_LOG_LEVEL", "FATAL"); // as the launcher sets it
            logs.add(log);
            processes.add(builder.start());
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The command that runs the program in a separate process, as its launcher starts it. */
    static List<String> dann4j() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    /** Waits for the workers; returns their exit codes by rank. */
    List<Integer> await() throws InterruptedException {
        List<Integer> codes = new ArrayList<>();
        for (int rank = 0; rank < processes.size(); rank++) {
            if (!processes.get(rank).waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(String.format(Locale.ROOT, "worker %d did not end: %s", rank, log(rank)));
            }
            codes.add(processes.get(rank).exitValue());
        }
        return codes;
    }

    /** Waits until a file has this many lines. */
    void awaitLines(Path file, int lines) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!Files.exists(file) || Files.readString(file).lines().count() < lines) {
            if (System.nanoTime() > until || !processes.stream().allMatch(Process::isAlive)) {
                throw new AssertionError(
                        String.format(Locale.ROOT, "no %d lines in %s: %s %s", lines, file, log(0), log(1)));
            }
            Thread.sleep(20);
        }
    }

    void kill(int rank) {
        processes.get(rank).destroyForcibly();
    }

    boolean isAlive(int rank) {
        return processes.get(rank).isAlive();
    }

    /** Returns everything that a worker has printed. */
    String log(int rank) {
        try {
            return Files.readString(logs.get(rank));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines of a worker that are error messages of the program. */
    List<String> errors(int rank) {
        return log(rank).lines().filter(line -> line.startsWith("dann4j: ")).toList();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
