package io.github.dann4j.app.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A web server on this machine with one file; it stops in the middle of the file until it is released. */
public final class SlowServer implements AutoCloseable {
    private final HttpServer server;
    private final byte[] content;
    private final int stop;
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final CountDownLatch goOn = new CountDownLatch(1);

    public SlowServer(byte[] content, int stop) throws IOException {
        this.content = content;
        this.stop = stop;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "slow-server");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            String.format(Locale.ROOT, "bytes %d-%d/%d", from, content.length - 1, content.length));
        }
        try (exchange) {
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            if (from < stop) {
                exchange.getResponseBody().write(content, from, stop - from);
                exchange.getResponseBody().flush();
                goOn.await();
            }
            int rest = Math.max(from, stop);
            exchange.getResponseBody().write(content, rest, content.length - rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String address() {
        return String.format(
                Locale.ROOT, "http://localhost:%d/", server.getAddress().getPort());
    }

    /** The requested range of every request; empty for the whole file. */
    public List<String> ranges() {
        return ranges;
    }

    void goOn() {
        goOn.countDown();
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }
}
