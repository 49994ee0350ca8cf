package io.github.dann4j.embed.point;

import io.github.dann4j.engine.Threads;
import io.github.dann4j.failure.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one computation: as many as libtorch may use, including the caller's. A range is divided into parts
 * whose size does not depend on the number of threads, and each free thread takes the next part. Parts write to
 * disjoint positions, so the result does not depend on the threads either.
 */
public final class Workers implements AutoCloseable {
    /** The work for the indices {@code from .. to - 1}. */
    public interface Part {
        void run(int from, int to);
    }

    private final int threads;
    private final ExecutorService helpers;

    public Workers() {
        threads = Threads.inUse();
        helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "embed");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Divides {@code 0 .. count - 1} into parts of {@code size}, and returns when all are done. */
    public void forEach(int count, int size, Part part) {
        int parts = (count + size - 1) / size;
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                part.run(i * size, Math.min(count, (i + 1) * size));
            }
        };
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, parts); i++) {
            others.add(helpers.submit(work));
        }
        try {
            work.run();
        } finally {
            next.set(parts); // after a failure here, the other threads stop too
            others.forEach(Workers::await);
        }
    }

    /**
     * Like {@link #forEach}, for long parts: an interrupt of the calling thread stops the work between two of its
     * parts.
     */
    public void forEachInterruptibly(int count, int size, String work, Part part) {
        Thread caller = Thread.currentThread();
        forEach(count, size, (from, to) -> {
            if (Thread.currentThread() == caller) {
                Cancellation.check(work);
            }
            part.run(from, to);
        });
    }

    /** Returns the sum over all parts, added in the order of the parts. */
    public double sum(int count, int size, Sum sum) {
        double[] sums = new double[(count + size - 1) / size];
        forEach(count, size, (from, to) -> sums[from / size] = sum.over(from, to));
        double total = 0;
        for (double one : sums) {
            total += one;
        }
        return total;
    }

    /** A sum over the indices {@code from .. to - 1}. */
    public interface Sum {
        double over(int from, int to);
    }

    private static void await(Future<?> other) {
        boolean interrupted = false;
        while (true) {
            try {
                other.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // the parts are short, and must end before their arrays are used again
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        helpers.shutdown();
    }
}
