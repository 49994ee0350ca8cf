package io.github.dann4j.app.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Picture;
import io.github.dann4j.data.PictureException;
import io.github.dann4j.experiment.Prediction;
import io.github.dann4j.experiment.Predictor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** The addresses of a server, and what each answers. */
final class PredictionHandler extends Handler.Abstract.NonBlocking implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Bodies in memory at once, over all requests. */
    private static final int BODIES_KB = 256 << 10;

    private static final Map<String, Resource> PAGE = Map.of(
            "/", Resource.read("page.html", "text/html; charset=utf-8"),
            "/page.js", Resource.read("page.js", "text/javascript; charset=utf-8"),
            "/page.css", Resource.read("page.css", "text/css; charset=utf-8"));

    private final Predictor predictor;
    private final BatchingPredictor batches;
    private final ServeMetrics metrics;
    private final ServeSettings settings;
    private final Semaphore requests;
    private final Semaphore bodies = new Semaphore(BODIES_KB);
    private final ExecutorService decoders;
    private final ScheduledExecutorService clock;

    /** A file of the page. */
    private record Resource(byte[] content, String type) {
        static Resource read(String name, String type) {
            try (InputStream in = PredictionHandler.class.getResourceAsStream(name)) {
                return new Resource(Objects.requireNonNull(in, name).readAllBytes(), type);
            } catch (IOException e) {
                throw new IllegalStateException(name + " is in the jar", e);
            }
        }
    }

    /** Why a request is not answered as it wished. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    PredictionHandler(Predictor predictor, BatchingPredictor batches, ServeMetrics metrics, ServeSettings settings) {
        this.predictor = predictor;
        this.batches = batches;
        this.metrics = metrics;
        this.settings = settings;
        this.requests = new Semaphore(settings.maxRequests());
        this.decoders = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(), task -> daemon(task, "pictures"));
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "request-clock"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        Resource resource = path == null ? null : PAGE.get(path);
        try {
            if ("/predict".equals(path)) {
                requireMethod(request, "POST");
                requireLeave(request);
                predict(request, response, callback);
            } else if ("/healthz".equals(path)) {
                requireMethod(request, "GET");
                send(response, callback, 200, "text/plain; charset=utf-8", "ok\n".getBytes(StandardCharsets.UTF_8));
            } else if ("/metrics".equals(path)) {
                requireMethod(request, "GET");
                requireLeave(request);
                send(
                        response,
                        callback,
                        200,
                        ServeMetrics.CONTENT_TYPE,
                        metrics.text().getBytes(StandardCharsets.UTF_8));
            } else if (resource != null) {
                requireMethod(request, "GET");
                send(response, callback, 200, resource.type(), resource.content());
            } else {
                throw new Refusal(404, "no such address; there are /, /predict, /healthz and /metrics");
            }
        } catch (Refusal e) {
            refuse(response, callback, e);
        }
        return true;
    }

    private static void requireMethod(Request request, String method) {
        if (!request.getMethod().equals(method)
                && !(method.equals("GET") && request.getMethod().equals("HEAD"))) {
            throw new Refusal(405, "this address takes %s".formatted(method));
        }
    }

    /** The right token; and no page of another site, which a user's browser may have been sent here by. */
    private void requireLeave(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !sameHost(origin, request.getHeaders().get(HttpHeader.HOST))) {
            throw new Refusal(403, "requests from pages of other sites are not answered");
        }
        if (settings.token() != null) {
            String given = Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.AUTHORIZATION), "");
            byte[] expected = ("Bearer " + settings.token()).getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
                throw new Refusal(401, "the header 'Authorization: Bearer TOKEN' is missing or wrong");
            }
        }
    }

    private static boolean sameHost(String origin, @Nullable String host) {
        try {
            return URI.create(origin).getAuthority() != null
                    && URI.create(origin).getAuthority().equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void predict(Request request, Response response, Callback callback) {
        long length = request.getLength();
        boolean tooLong = length > settings.maxBytes();
        if (tooLong && request.getHeaders().contains(HttpHeader.EXPECT)) {
            throw tooLarge(); // The client waits for leave to send, so nothing is on its way.
        }
        int top = top(request);
        int kilobytes = (int) ((length < 0 ? settings.maxBytes() : tooLong ? 0 : length) >> 10) + 1;
        if (!requests.tryAcquire()) {
            throw busy();
        }
        if (!bodies.tryAcquire(kilobytes)) {
            requests.release();
            throw busy();
        }
        long start = System.nanoTime();
        metrics.began();
        ScheduledFuture<?> deadline = clock.schedule(
                () -> request.fail(new TimeoutException("the request did not arrive in time")),
                settings.patience().toMillis(),
                TimeUnit.MILLISECONDS);
        CompletableFuture<byte[]> body = RequestBody.read(request, settings.maxBytes());
        body.whenComplete((bytes, failure) -> deadline.cancel(false))
                .handle((bytes, failure) -> failure == null
                        ? answer(request.getHeaders().get(HttpHeader.CONTENT_TYPE), bytes, top)
                        : CompletableFuture.<byte[]>failedFuture(unread(failure)))
                .thenCompose(answer -> answer)
                .whenComplete((answer, failure) -> {
                    bodies.release(kilobytes);
                    requests.release();
                    Refusal refusal = failure == null ? null : refusal(failure);
                    metrics.answered(refusal == null ? 200 : refusal.status, (System.nanoTime() - start) / 1e9);
                    if (refusal == null) {
                        send(response, callback, 200, JSON, answer);
                    } else {
                        refuse(response, callback, refusal);
                    }
                });
    }

    private Refusal tooLarge() {
        return new Refusal(413, "a request has at most %,d bytes".formatted(settings.maxBytes()));
    }

    private static Refusal busy() {
        return new Refusal(503, "too many requests at once; try again in a moment");
    }

    private static int top(Request request) {
        try {
            Fields query = Request.extractQueryParameters(request);
            String value = query.getValue("top");
            int top = value == null ? 1 : Integer.parseInt(value);
            if (top >= 1) {
                return top;
            }
        } catch (IllegalArgumentException e) {
            // The same answer: a number that is none, or a query that cannot be decoded.
        }
        throw new Refusal(400, "top must be a number of 1 or more");
    }

    /** Why a body could not be read whole. */
    private Refusal unread(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new Refusal(408, "the request did not arrive in time");
        }
        return cause instanceof RequestBody.TooLongException
                ? tooLarge()
                : new Refusal(400, "the request is cut off or malformed");
    }

    private static Refusal refusal(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Refusal refusal ? refusal : new Refusal(500, "the prediction failed");
    }

    private CompletableFuture<byte[]> answer(@Nullable String contentType, byte[] body, int top) {
        if (contentType == null
                || !contentType.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/form-data")) {
            return CompletableFuture.supplyAsync(() -> prepared(body), decoders)
                    .thenCompose(batches::predict)
                    .thenApply(prediction -> json(plain(prediction, top)));
        }
        return parts(contentType, body).thenCompose(pictures -> {
            List<CompletableFuture<Map<String, Object>>> results = new ArrayList<>();
            for (byte[] picture : pictures) {
                results.add(CompletableFuture.supplyAsync(() -> prepared(picture), decoders)
                        .thenCompose(batches::predict)
                        .thenApply(prediction -> plain(prediction, top))
                        .exceptionally(PredictionHandler::problem));
            }
            return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                    .thenApply(done -> json(Map.of(
                            "predictions",
                            results.stream().map(CompletableFuture::join).toList())));
        });
    }

    /** A picture of several that cannot be read spoils its own answer alone. */
    private static Map<String, Object> problem(Throwable failure) {
        Refusal refusal = refusal(failure);
        if (refusal.status >= 500) {
            throw refusal;
        }
        return Map.of("error", String.valueOf(refusal.getMessage()));
    }

    private byte[] prepared(byte[] file) {
        try {
            return predictor.prepare(Picture.decode(file, settings.maxPixels()));
        } catch (PictureException | DataException e) {
            metrics.refused();
            String message = String.valueOf(e.getMessage());
            throw new Refusal(message.startsWith("too large") ? 413 : 400, "the picture cannot be used: " + message);
        }
    }

    /** The parts of a form, all in memory. */
    private CompletableFuture<List<byte[]>> parts(String contentType, byte[] body) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null) {
            throw new Refusal(400, "multipart/form-data without a boundary");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(settings.maxPictures());
        parser.setUseFilesForPartsWithoutFileName(false);
        parser.setMaxMemoryFileSize(settings.maxBytes()); // so that no part is ever written to disk
        parser.setMaxLength(settings.maxBytes());
        return parser.parse(new ByteBufferContentSource(ByteBuffer.wrap(body))).handle((parts, failure) -> {
            if (failure != null) {
                throw new Refusal(
                        400,
                        "the form cannot be read: it is cut off, malformed, or has more than %d parts"
                                .formatted(settings.maxPictures()));
            }
            try (parts) {
                return contents(parts);
            }
        });
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
            throw new Refusal(400, "the form holds no picture");
        }
        return contents;
    }

    private static Map<String, Object> plain(Prediction prediction, int top) {
        Map<String, Object> object = plain(prediction.best());
        if (top > 1) {
            object.put(
                    "top", prediction.top(top).stream().map(one -> plain(one)).toList());
        }
        return object;
    }

    private static Map<String, Object> plain(Prediction.Candidate candidate) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("label", candidate.label());
        object.put("class", candidate.name());
        object.put("probability", candidate.probability());
        return object;
    }

    // --- answers

    private static byte[] json(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    private static void refuse(Response response, Callback callback, Refusal refusal) {
        if (refusal.status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        } else if (refusal.status == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        // What is left of the request is not read: the connection cannot be used again.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        send(response, callback, refusal.status, JSON, json(Map.of("error", String.valueOf(refusal.getMessage()))));
    }

    private static void send(Response response, Callback callback, int status, String type, byte[] content) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.getHeaders().put(new HttpField("X-Content-Type-Options", "nosniff"));
        response.getHeaders()
                .put(new HttpField(
                        "Content-Security-Policy", "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'"));
        response.write(true, ByteBuffer.wrap(content), callback);
    }

    /** What Jetty itself refuses, as malformed requests, in the same form. */
    static boolean error(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        send(
                response,
                callback,
                status,
                JSON,
                json(Map.of("error", status >= 500 || message == null ? "the request failed" : message.toString())));
        return true;
    }

    @Override
    public void close() {
        decoders.shutdownNow();
        clock.shutdownNow();
    }
}
