package io.github.dann4j.app.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Answers the requests to the addresses of a server. */
final class PredictionHandler extends Handler.Abstract.NonBlocking implements AutoCloseable {
    private static final String PREDICT = "/predict";
    private static final String JSON = "application/json";

    /**
     * Bytes of bodies in memory at once, over all requests; raised to two bodies of the largest accepted size if that
     * is more.
     */
    private static final long BODIES_BYTES = 256L << 20;

    private static final Map<String, Resource> PAGE = Map.of(
            "/", Resource.read("page.html", "text/html; charset=utf-8"),
            "/page.js", Resource.read("page.js", "text/javascript; charset=utf-8"),
            "/page.css", Resource.read("page.css", "text/css; charset=utf-8"));

    private final PredictionWork work;
    private final ConnectionGuard connections;
    private final ServeMetrics metrics;
    private final ServeSettings settings;
    private final AccessCheck access;
    private final Quota requests;
    private final Quota bodies;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> PredictionWork.daemon(task, "request-clock"));

    /** A file of the web page. */
    private record Resource(byte[] content, String type) {
        static Resource read(String name, String type) {
            try (InputStream in = PredictionHandler.class.getResourceAsStream(name)) {
                return new Resource(Objects.requireNonNull(in, name).readAllBytes(), type);
            } catch (IOException e) {
                throw new IllegalStateException(name + " is in the jar", e);
            }
        }
    }

    PredictionHandler(PredictionWork work, ConnectionGuard connections, ServeMetrics metrics, ServeSettings settings) {
        this.work = work;
        this.connections = connections;
        this.metrics = metrics;
        this.settings = settings;
        this.access = new AccessCheck(settings);
        this.requests = new Quota(settings.maxRequests());
        this.bodies = new Quota(Math.max(BODIES_BYTES, 2L * settings.maxBytes()));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        Resource resource = path == null ? null : PAGE.get(path);
        try {
            if (PREDICT.equals(path)) {
                if (!request.getMethod().equals("POST")) {
                    throw Refusal.method("POST");
                }
                access.require(request);
                predict(request, response, callback);
            } else if ("/healthz".equals(path)) {
                requireGet(request);
                send(
                        request,
                        response,
                        callback,
                        200,
                        "text/plain; charset=utf-8",
                        "ok\n".getBytes(StandardCharsets.UTF_8));
            } else if ("/metrics".equals(path)) {
                requireGet(request);
                access.require(request);
                byte[] text = metrics.text().getBytes(StandardCharsets.UTF_8);
                send(request, response, callback, 200, ServeMetrics.CONTENT_TYPE, text);
            } else if (resource != null) {
                requireGet(request);
                send(request, response, callback, 200, resource.type(), resource.content());
            } else {
                throw new Refusal(404, "no such address; the addresses are /, /predict, /healthz and /metrics");
            }
        } catch (Refusal e) {
            refuse(request, response, callback, e);
        }
        return true;
    }

    private static void requireGet(Request request) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            throw Refusal.method("GET, HEAD");
        }
    }

    private void predict(Request request, Response response, Callback callback) {
        if (request.getLength() > settings.maxBytes() && request.getHeaders().contains(HttpHeader.EXPECT)) {
            throw tooLarge(); // the client waits for permission to send, so nothing is on its way
        }
        int top = top(request);
        Connection connection = request.getConnectionMetaData().getConnection();
        Client client = Client.of(connection.getEndPoint());
        long start = System.nanoTime();
        metrics.began();
        RequestBody body = new RequestBody(request, settings.maxBytes(), bodies, client);
        ScheduledFuture<?> deadline =
                clock.schedule(() -> tooLate(request, body), settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        body.read()
                .whenComplete((bytes, failure) -> deadline.cancel(false))
                .handle((bytes, failure) -> failure == null
                        ? answer(request, connection, client, bytes, top)
                        : CompletableFuture.<byte[]>failedFuture(unread(failure)))
                .thenCompose(answer -> answer)
                .whenComplete((answer, failure) -> {
                    metrics.ended((System.nanoTime() - start) / 1e9);
                    if (failure == null) {
                        send(request, response, callback, 200, JSON, answer);
                    } else {
                        refuse(request, response, callback, refusal(failure));
                    }
                });
    }

    private static void tooLate(Request request, RequestBody body) {
        TimeoutException failure = new TimeoutException("the request did not arrive in time");
        try {
            request.fail(failure);
        } finally {
            body.fail(failure);
        }
    }

    /** Answers a request whose body has arrived. The bytes of the body are returned to the quota at the end. */
    private CompletableFuture<byte[]> answer(
            Request request, Connection connection, Client client, byte[] body, int top) {
        if (!requests.take(client, 1)) {
            bodies.giveBack(client, body.length);
            return CompletableFuture.failedFuture(Refusal.busy());
        }
        connections.workBegins(connection);
        return work.answer(connection.getEndPoint(), request.getHeaders().get(HttpHeader.CONTENT_TYPE), body, top)
                .whenComplete((answer, failure) -> {
                    connections.workEnds(connection);
                    requests.giveBack(client, 1);
                    bodies.giveBack(client, body.length);
                });
    }

    private Refusal tooLarge() {
        return new Refusal(
                413, String.format(Locale.ROOT, "a request may have at most %,d bytes", settings.maxBytes()));
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
            // The same answer for a value that is not a number and for a query that cannot be decoded.
        }
        throw new Refusal(400, "top must be a whole number, at least 1");
    }

    /** The refusal for a body that could not be read completely. */
    private Refusal unread(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof TimeoutException) {
            return new Refusal(408, "the request did not arrive in time");
        } else if (cause instanceof RequestBody.NoRoomException) {
            return Refusal.busy();
        }
        return cause instanceof RequestBody.TooLongException
                ? tooLarge()
                : new Refusal(400, "the request is cut off or malformed");
    }

    private static Refusal refusal(Throwable failure) {
        return cause(failure) instanceof Refusal refusal ? refusal : new Refusal(500, "the prediction failed");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    // --- answers

    private void refuse(Request request, Response response, Callback callback, Refusal refusal) {
        if (refusal.status() == PredictionWork.CLIENT_GONE) {
            metrics.answered(true, refusal.status());
            callback.failed(new EofException("the client has closed the connection"));
            return;
        }
        HttpField field = refusal.field();
        if (field != null) {
            response.getHeaders().put(field);
        }
        // The rest of the request is not read, so the connection cannot be used again.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        byte[] json = PredictionWork.json(Map.of("error", String.valueOf(refusal.getMessage())));
        send(request, response, callback, refusal.status(), JSON, json);
    }

    private void send(Request request, Response response, Callback callback, int status, String type, byte[] content) {
        metrics.answered(PREDICT.equals(request.getHttpURI().getPath()), status);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.getHeaders().put(new HttpField("X-Content-Type-Options", "nosniff"));
        response.getHeaders()
                .put(new HttpField(
                        "Content-Security-Policy", "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'"));
        response.write(true, ByteBuffer.wrap(content), callback);
    }

    /** Answers requests that Jetty itself refuses, such as malformed ones, in the same form. */
    boolean error(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        byte[] json = PredictionWork.json(
                Map.of("error", status >= 500 || message == null ? "the request failed" : message.toString()));
        send(request, response, callback, status, JSON, json);
        return true;
    }

    @Override
    public void close() {
        work.close();
        clock.shutdownNow();
    }
}
