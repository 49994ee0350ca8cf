package io.github.dann4j.train;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Threads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the next pair of batches while the step computes, where a processor is left for it beside the compute threads; else when
 * it is asked for: a thread that takes turns with theirs holds up all of them, and cost a small net a tenth of its speed. The
 * pairs are the sampler's, in its order; not one more is drawn than asked for, so that the sampler can go on afterwards.
 */
final class PairFeed implements AutoCloseable {
    private final BatchPairSampler sampler;
    private final BatchNeeds needs;
    private final @Nullable ExecutorService thread;
    private @Nullable Future<BatchPair> prepared;
    private int left;

    /**
     * @param needs what each pair is to have
     * @param count how many pairs will be asked for
     */
    PairFeed(BatchPairSampler sampler, BatchNeeds needs, int count) {
        this(sampler, needs, count, Runtime.getRuntime().availableProcessors() > Threads.inUse());
    }

    /** @param ahead whether pairs are prepared ahead, in a thread of their own */
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
            // A team of compute threads of its own would only take the processors from the step's.
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

    /** The next pair; its tensors belong to the caller's scope. An interrupt of the thread stays as it is. */
    BatchPair next() {
        if (left == 0) {
            throw new IllegalStateException("all pairs that were asked for have been drawn");
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

    /** Waits, an interrupt or not: a pair takes a moment, and the loop looks at the interrupt between two updates. */
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

    /** Waits for the pair in preparation, if a training ends early, and lets it go. */
    @Override
    public void close() {
        if (thread != null) {
            thread.shutdown();
        }
        if (prepared != null) {
            try {
                result(prepared).release(); // its tensors must not outlive the sets that they are read from
            } catch (RuntimeException e) {
                // nobody asked for this pair
            }
            prepared = null;
        }
    }
}
