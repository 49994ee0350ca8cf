package io.github.dann4j.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.predict.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Measures 64 concurrent clients on loopback, on the same processors as the server, and compares them with the rate
 * without a server.
 */
class ServeLoadIT {
    private static final int CONNECTIONS = 64;
    private static final int REQUESTS = 6_000;
    private static final int WARM_UP = 1_000;
    private static final int BATCH = 64;

    @Test
    void sixtyFourConnections_areAnsweredWithoutError() throws Exception {
        List<byte[]> images =
                IntStream.range(0, 50).mapToObj(i -> ServedModel.png(32, i)).toList();
        try (Predictor predictor = ServedModel.predictor();
                PredictionServer server = new PredictionServer(predictor, ServeSettings.defaults())) {
            load(server, images, WARM_UP);
            inProcess(predictor, images, WARM_UP);
            double alone = inProcess(predictor, images, REQUESTS);
            long start = System.nanoTime();
            long[] nanos = load(server, images, REQUESTS);
            double served = REQUESTS / ((System.nanoTime() - start) / 1e9);
            Arrays.sort(nanos);
            System.out.printf(
                    "serve: %d connections, %,d requests, no error: %,.0f images/s, p50 %.1f ms, p99 %.1f ms; in-process %,.0f images/s; share %.0f %%%n",
                    CONNECTIONS,
                    REQUESTS,
                    served,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 99 / 100] / 1e6,
                    alone,
                    100 * served / alone);
            // Measurements on a busy machine decide nothing, but a server without batching would be far below this.
            assertThat(served / alone).isGreaterThan(0.25);
        }
    }

    /** Does the same work without a server: decodes on all processors, and predicts in full batches. */
    private static double inProcess(Predictor predictor, List<byte[]> images, int count) {
        long start = System.nanoTime();
        for (int from = 0; from < count; from += BATCH) {
            predictor.predictPrepared(IntStream.range(from, Math.min(count, from + BATCH))
                    .parallel()
                    .mapToObj(i -> prepared(predictor, images.get(i % images.size())))
                    .toList());
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static byte[] prepared(Predictor predictor, byte[] png) {
        try {
            return predictor.prepare(DecodedImage.decode(png, 1 << 20));
        } catch (ImageException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the time of each request */
    private static long[] load(PredictionServer server, List<byte[]> images, int count) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                work.add(() -> {
                    LongStream.Builder nanos = LongStream.builder();
                    try (RawConnection connection = new RawConnection(server.address(), 30_000)) {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            long start = System.nanoTime();
                            RawConnection.Answer answer = connection
                                    .send(RawConnection.post(server.address(), images.get(i % images.size())))
                                    .answer();
                            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                            nanos.add(System.nanoTime() - start);
                        }
                    }
                    return nanos.build().toArray();
                });
            }
            LongStream all = LongStream.empty();
            for (Future<long[]> done : clients.invokeAll(work)) {
                all = LongStream.concat(all, Arrays.stream(done.get()));
            }
            return all.toArray();
        } finally {
            clients.shutdownNow();
        }
    }
}
