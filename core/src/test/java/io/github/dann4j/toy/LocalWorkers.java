package io.github.dann4j.toy;

import io.github.dann4j.distribute.Shard;
import io.github.dann4j.distribute.WorkerGroup;
import io.github.dann4j.distribute.WorkerPlace;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several workers as threads of this process, connected over loopback as processes would be. */
public final class LocalWorkers {
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    private LocalWorkers() {}

    /** What a worker does. */
    public interface Work<T> {
        T with(WorkerGroup group) throws Exception;
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static WorkerPlace place(int rank, int size, int port) {
        return new WorkerPlace(new Shard(rank, size), new Shard(rank, size), "127.0.0.1", port);
    }

    /** Runs {@code size} workers and returns their results by rank. */
    public static <T> List<T> run(int size, Work<T> work) throws Exception {
        int port = freePort();
        List<Callable<T>> tasks = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            WorkerPlace place = place(rank, size, port);
            tasks.add(() -> {
                try (WorkerGroup group = WorkerGroup.join(place, Map.of(), TIMEOUT)) {
                    return work.with(group);
                }
            });
        }
        return together(tasks);
    }

    /** Runs all of them concurrently, each in its own thread; fails with the first failure. */
    public static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
    }
}
