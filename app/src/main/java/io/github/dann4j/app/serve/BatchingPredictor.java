package io.github.dann4j.app.serve;

import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Batches the images of concurrent requests: one thread predicts all waiting images at once. It never delays an image
 * to fill a batch; the next batch gathers while the current one is computed.
 */
final class BatchingPredictor implements AutoCloseable {
    private static final int MOST = 64;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Predictor predictor;
    private final ServeMetrics metrics;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(4 * MOST);
    private final Thread worker = new Thread(this::work, "predictions");
    private volatile boolean closed;

    /** An image that waits for its prediction. */
    private record Waiting(byte[] pixels, CompletableFuture<Prediction> result) {}

    /** @param predictor must outlive this */
    BatchingPredictor(Predictor predictor, ServeMetrics metrics) {
        this.predictor = predictor;
        this.metrics = metrics;
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Queues an image for prediction. Blocks while the queue is full.
     *
     * @param pixels of {@link Predictor#prepare}
     * @throws CancellationException if the thread is interrupted
     */
    CompletableFuture<Prediction> predict(byte[] pixels) {
        Waiting waiting = new Waiting(pixels, new CompletableFuture<>());
        try {
            queue.put(waiting);
        } catch (InterruptedException e) {
            throw new CancellationException("the request was ended before its image was predicted");
        }
        if (closed) {
            waiting.result().completeExceptionally(new CancellationException("the server is closing"));
        }
        return waiting.result();
    }

    private void work() {
        List<Waiting> batch = new ArrayList<>();
        while (!closed) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                break; // closed
            }
            queue.drainTo(batch, MOST - 1);
            predict(batch);
            batch.clear();
        }
        queue.drainTo(batch);
        batch.forEach(
                waiting -> waiting.result().completeExceptionally(new CancellationException("the server is closing")));
    }

    private void predict(List<Waiting> batch) {
        try {
            List<Prediction> predictions = predictor.predictPrepared(
                    batch.stream().map(Waiting::pixels).toList());
            metrics.batch(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result().complete(predictions.get(i));
            }
        } catch (RuntimeException | Error e) {
            // One failed batch must not end the thread: its requests get the failure, and the next batch follows.
            batch.forEach(waiting -> waiting.result().completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        closed = true;
        worker.interrupt();
        try {
            worker.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
