package io.github.dann4j.train;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Threads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the next pair of batches while the step computes, if the compute threads leave a processor free. Otherwise
 * prepares it on request: a thread that competes with the compute threads delays all of them, and cost a small network
 * a tenth of its speed. The pairs are the sampler's, in its order. No more are drawn than requested, so the sampler can
 * be used afterwards.
 */
final class PairFeed implements AutoCloseable {
    private final BatchPairSampler sampler;
    private final BatchNeeds needs;
    private final @Nullable ExecutorService thread;
    private @Nullable Future<BatchPair> prepared;
    private int left;

    /**
     * @param needs batches that each pair must have
     * @param count number of pairs that will be requested
     */
    PairFeed(BatchPairSampler sampler, BatchNeeds needs, int count) {
        this(sampler, needs, count, leavesAProcessorFree());
    }

    private static boolean leavesAProcessorFree() {
        int processors = Runtime.getRuntime().availableProcessors();
        return Device.current().isGpu() ? processors > 1 : processors > Threads.inUse();
    }

    /** @param ahead whether a separate thread prepares pairs in advance */
    PairFeed(BatchPairSampler sampler, BatchNeeds needs, int count, boolean ahead) {
        this.sampler = sampler;
        this.needs = needs;
        this.left = count;
        this.thread = ahead ? newThread() : null;
        prepareNext();
    }

    private static ExecutorService newThread() {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread worker = new Thread(task, "pairs of batches");
            worker.setDaemon(true);
            return worker;
        });
        int threads = Threads.inUse();
        try {
            // More compute threads here would only take processors from the step.
            result(thread.submit(Threads::useOneHere));
        } finally {
            Threads.use(threads);
        }
        return thread;
    }

    private void prepareNext() {
        prepared = thread != null && left > 0 ? thread.submit(this::prepare) : null;
    }

    private BatchPair prepare() {
        try (PointerScope scope = new PointerScope()) {
            return sampler.next(needs).retain();
        }
    }

    /** Returns the next pair. Its tensors belong to the caller's scope. An interrupt of the thread stays pending. */
    BatchPair next() {
        if (left == 0) {
            throw new IllegalStateException("all requested pairs have been drawn");
        }
        left--;
        if (prepared == null) {
            return sampler.next(needs);
        }
        BatchPair pair = result(prepared);
        pair.moveToInnerScope();
        prepareNext();
        return pair;
    }

    /** Waits even if interrupted: a pair takes little time, and the loop checks for interrupts between two steps. */
    private static <T> T result(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException failure) {
                        throw failure;
                    } else if (e.getCause() instanceof Error failure) {
                        throw failure;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** If training ends early, waits for the pair in preparation and releases it. */
    @Override
    public void close() {
        if (thread != null) {
            thread.shutdown();
        }
        if (prepared != null) {
            try {
                result(prepared).release(); // its tensors must not outlive the datasets that they come from
            } catch (RuntimeException e) {
                // this pair is not needed
            }
            prepared = null;
        }
    }
}
