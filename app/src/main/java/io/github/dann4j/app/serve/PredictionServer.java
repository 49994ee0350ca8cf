package io.github.dann4j.app.serve;

import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.predict.Predictor;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves one model over HTTP.
 *
 * <ul>
 * <li>{@code POST /predict}: takes an image as body, or several as {@code multipart/form-data}; {@code ?top=K} asks for
 * K classes. Answers with JSON
 * <li>{@code GET /healthz}: answers 200 while the server runs
 * <li>{@code GET /metrics}: metrics for Prometheus
 * <li>{@code GET /}: a web page on which a user can drop an image
 * </ul>
 *
 * <p>Nothing in a request is ever used as a path: the four addresses are compared, the files of the page are three
 * fixed resources, and bodies stay in memory. Reading is asynchronous, so a slow client occupies a connection but no
 * thread.
 */
public final class PredictionServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int HEADER_BYTES = 8 << 10;
    private static final int STOP_MILLIS = 5000;

    private final Server server;
    private final ServerConnector connector;
    private final BatchingPredictor batches;
    private final PredictionHandler handler;
    private final ConnectionGuard connections;
    private final String host;

    /**
     * Starts the server.
     *
     * @param predictor which the caller must close only after the server
     * @throws ServeException if the server cannot listen on the address
     */
    public PredictionServer(Predictor predictor, ServeSettings settings) {
        this(predictor, settings, DecodedImage::decode);
    }

    PredictionServer(Predictor predictor, ServeSettings settings, ImageReader reader) {
        this.host = settings.host();
        ServeMetrics metrics = new ServeMetrics();
        this.batches = new BatchingPredictor(predictor, metrics);
        this.connections = new ConnectionGuard(settings.maxConnections(), settings.patience());
        PredictionWork work = new PredictionWork(predictor, batches, metrics, settings, reader);
        this.handler = new PredictionHandler(work, connections, metrics, settings);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("http");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.patience().toMillis());
        connector.addEventListener(connections);
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(handler));
        server.setErrorHandler(handler::error);
        server.setStopTimeout(STOP_MILLIS);
        try {
            server.start();
        } catch (Exception e) {
            close();
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new ServeException(
                    String.format(
                            Locale.ROOT,
                            "cannot listen on %s, port %d: %s; choose another --host or --port",
                            settings.host(),
                            settings.port(),
                            root.getMessage()),
                    e);
        }
    }

    /** The address on which the server listens. */
    public URI address() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return URI.create(String.format(Locale.ROOT, "http://%s:%d/", name, connector.getLocalPort()));
    }

    /** Blocks until the thread is interrupted. */
    public void await() {
        try {
            server.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops the server: it accepts no more requests, answers those that it already has for at most five seconds, and
     * ends.
     *
     * @throws ServeException if requests are still unanswered after this time; their connections are closed
     */
    @Override
    public void close() {
        // Jetty does not wait for the last answers if the thread is interrupted, as it is after Ctrl-C.
        boolean interrupted = Thread.interrupted();
        try {
            server.stop();
        } catch (TimeoutException e) {
            throw new ServeException(
                    String.format(
                            Locale.ROOT,
                            "the server has stopped, but some requests got no answer: they took more than %d s longer",
                            STOP_MILLIS / 1000),
                    e);
        } catch (Exception e) {
            throw new ServeException("the server did not shut down cleanly: " + e.getMessage(), e);
        } finally {
            connections.close();
            handler.close();
            batches.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
