package io.github.dann4j.app.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Works on requests whose body has arrived: decodes their images, submits them for prediction and writes the answer.
 *
 * <p>One thread decodes the images of one request, one after the other, so a request with many images occupies no more
 * decoders than a request with one. The work ends at its deadline, or when its client closes the connection: its thread
 * is interrupted, or it leaves the queue.
 */
final class PredictionWork implements AutoCloseable {
    /**
     * The status for a client that closed the connection and cannot receive an answer; other servers log the same
     * number.
     */
    static final int CLIENT_GONE = 499;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Predictor predictor;
    private final BatchingPredictor batches;
    private final ServeMetrics metrics;
    private final ServeSettings settings;
    private final ImageReader reader;
    private final GoneClients gone = new GoneClients();
    private final ThreadPoolExecutor decoders;
    private final ScheduledExecutorService clock;

    PredictionWork(
            Predictor predictor,
            BatchingPredictor batches,
            ServeMetrics metrics,
            ServeSettings settings,
            ImageReader reader) {
        this.predictor = predictor;
        this.batches = batches;
        this.metrics = metrics;
        this.settings = settings;
        this.reader = reader;
        // More threads than processors, so that small images are decoded beside large ones.
        int threads = 2 * Math.max(2, Runtime.getRuntime().availableProcessors());
        this.decoders = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.maxRequests()),
                task -> daemon(task, "images"));
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "work-clock"));
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Returns the JSON for one request. The future fails with a {@link Refusal}.
     *
     * @param endPoint of the client
     * @param contentType of the body
     * @param top number of classes per image
     */
    CompletableFuture<byte[]> answer(EndPoint endPoint, @Nullable String contentType, byte[] body, int top) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        FutureTask<@Nullable Void> task = new FutureTask<>(
                () -> {
                    try {
                        json(contentType, body, top).whenComplete((json, failure) -> complete(answer, json, failure));
                    } catch (RuntimeException | Error e) {
                        answer.completeExceptionally(refusal(e));
                    }
                },
                null);
        ScheduledFuture<?> deadline = clock.schedule(
                () -> answer.completeExceptionally(tooSlow()), settings.work().toMillis(), TimeUnit.MILLISECONDS);
        gone.watch(
                endPoint,
                () -> answer.completeExceptionally(new Refusal(CLIENT_GONE, "the client has closed the connection")));
        try {
            decoders.execute(task);
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(Refusal.busy());
        }
        return answer.whenComplete((json, failure) -> {
            deadline.cancel(false);
            gone.forget(endPoint);
            if (failure != null) {
                task.cancel(true);
                decoders.remove(task);
            }
        });
    }

    private static void complete(
            CompletableFuture<byte[]> answer, byte @Nullable [] json, @Nullable Throwable failure) {
        if (json == null) {
            answer.completeExceptionally(refusal(failure));
        } else {
            answer.complete(json);
        }
    }

    private Refusal tooSlow() {
        return Refusal.unavailable(String.format(
                Locale.ROOT,
                "no answer within %.1f s: the images take too long to decode, or too many are waiting",
                settings.work().toMillis() / 1e3));
    }

    /** The message for the client: the reason of a refusal, but no details of any other failure. */
    private static Refusal refusal(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Refusal refusal ? refusal : new Refusal(500, "the prediction failed");
    }

    private CompletableFuture<byte[]> json(@Nullable String contentType, byte[] body, int top) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return batches.predict(prepared(body, settings.maxPixels()).pixels())
                    .thenApply(prediction -> json(plain(prediction, top)));
        }
        List<CompletableFuture<Map<String, Object>>> results = new ArrayList<>();
        long left = settings.maxRequestPixels();
        for (byte[] file : parts(contentType, body)) {
            try {
                Prepared prepared = prepared(file, (int) Math.min(settings.maxPixels(), left));
                left -= prepared.decoded();
                results.add(batches.predict(prepared.pixels())
                        .thenApply(prediction -> plain(prediction, top))
                        .exceptionally(PredictionWork::problem));
            } catch (Refusal e) {
                results.add(CompletableFuture.completedFuture(problem(e)));
            }
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done -> json(Map.of(
                        "predictions",
                        results.stream().map(CompletableFuture::join).toList())));
    }

    /**
     * The answer for one of several images that gets no prediction. A refused image affects only its own answer; a
     * failure of the server fails the whole request.
     */
    private static Map<String, Object> problem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return Map.of("error", String.valueOf(refusal.getMessage()));
        }
        throw refusal(failure);
    }

    /**
     * An image at the network's size.
     *
     * @param decoded number of pixels of the original image
     */
    private record Prepared(byte[] pixels, int decoded) {}

    private Prepared prepared(byte[] file, int mostPixels) {
        try {
            DecodedImage image = reader.read(file, mostPixels);
            return new Prepared(predictor.prepare(image), image.width() * image.height());
        } catch (ImageException | DataException e) {
            metrics.refused();
            String message = String.valueOf(e.getMessage());
            boolean tooLarge = message.startsWith("too large");
            String rule = tooLarge && mostPixels < settings.maxPixels()
                    ? String.format(
                            Locale.ROOT,
                            "; all images of a request together may have at most %,d pixels",
                            settings.maxRequestPixels())
                    : "";
            throw new Refusal(tooLarge ? 413 : 400, "the image cannot be used: " + message + rule);
        }
    }

    /** Returns the parts of a form, all in memory. */
    private List<byte[]> parts(String contentType, byte[] body) {
        if (MultiPart.extractBoundary(contentType) == null) {
            throw new Refusal(400, "multipart/form-data without a boundary");
        }
        MultiPartConfig config = new MultiPartConfig.Builder()
                .maxParts(settings.maxImages())
                .useFilesForPartsWithoutFileName(false)
                .maxMemoryPartSize(settings.maxBytes()) // so that no part is written to disk
                .maxSize(settings.maxBytes())
                .build();
        Content.Source source = new ByteBufferContentSource(ByteBuffer.wrap(body));
        try (MultiPartFormData.Parts parts =
                MultiPartFormData.getParts(source, new Attributes.Mapped(), contentType, config)) {
            return contents(parts);
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            // Jetty's parser has a different exception for each way in which a form can be wrong.
            throw new Refusal(
                    400,
                    String.format(
                            Locale.ROOT,
                            "the form cannot be read: it is cut off, malformed, or has more than %d parts",
                            settings.maxImages()));
        }
    }

    private static List<byte[]> contents(MultiPartFormData.Parts parts) {
        List<byte[]> contents = new ArrayList<>();
        for (MultiPart.Part part : parts) {
            try (InputStream in = Content.Source.asInputStream(part.getContentSource())) {
                contents.add(in.readAllBytes());
            } catch (IOException e) {
                throw new Refusal(400, "the form cannot be read");
            }
        }
        if (contents.isEmpty()) {
            throw new Refusal(400, "the form contains no image");
        }
        return contents;
    }

    private static Map<String, Object> plain(Prediction prediction, int top) {
        try {
            Map<String, Object> object = plain(prediction.best());
            if (top > 1) {
                object.put(
                        "top",
                        prediction.top(top).stream().map(one -> plain(one)).toList());
            }
            return object;
        } catch (ModelException e) {
            throw new Refusal(500, String.valueOf(e.getMessage())); // the probabilities are not finite
        }
    }

    private static Map<String, Object> plain(Prediction.Candidate candidate) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("label", candidate.label());
        object.put("class", candidate.name());
        object.put("probability", candidate.probability());
        return object;
    }

    static byte[] json(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    @Override
    public void close() {
        decoders.shutdownNow();
        clock.shutdownNow();
        gone.close();
    }
}
