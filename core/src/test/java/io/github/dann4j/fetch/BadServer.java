package io.github.dann4j.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A web server on this machine that behaves as well, or as badly, as a test requires. */
final class BadServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    BadServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "bad-server");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
            try (exchange) {
                answers.getOrDefault(exchange.getRequestURI().getPath(), other -> other.sendResponseHeaders(404, -1))
                        .to(exchange);
            }
        });
        server.start();
    }

    URI address(String path) {
        return URI.create(String.format(
                Locale.ROOT, "http://localhost:%d/%s", server.getAddress().getPort(), path));
    }

    URI on(String path, Answer answer) {
        answers.put("/" + path, answer);
        return address(path);
    }

    /** Returns the path of every request, and the range that it requested. */
    List<String> requests() {
        return requests;
    }

    /** Answers as a good server does, including ranges. */
    static Answer good(byte[] content) {
        return good(content, "\"v1\"");
    }

    static Answer good(byte[] content, String tag) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", tag);
            String range = exchange.getRequestHeaders().getFirst("Range");
            String condition = exchange.getRequestHeaders().getFirst("If-Range");
            int from = range == null || (condition != null && !condition.equals(tag))
                    ? 0
                    : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (from == 0) {
                whole(content).to(exchange);
            } else if (from >= content.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
            } else {
                exchange.getResponseHeaders()
                        .set(
                                "Content-Range",
                                String.format(Locale.ROOT, "bytes %d-%d/%d", from, content.length - 1, content.length));
                exchange.sendResponseHeaders(206, content.length - from);
                exchange.getResponseBody().write(content, from, content.length - from);
            }
        };
    }

    /** Sends everything, whatever was requested. */
    static Answer whole(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /** Sends the content without stating its length. */
    static Answer chunked(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(content);
        };
    }

    static Answer status(int status) {
        return exchange -> {
            byte[] page = "<html>gone</html>".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
        };
    }

    static Answer redirect(URI to) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", to.toString());
            exchange.sendResponseHeaders(302, -1);
        };
    }

    /** Gives the first answer once, then the second. */
    static Answer first(Answer one, Answer then) {
        boolean[] done = new boolean[1];
        return exchange -> {
            boolean again;
            synchronized (done) {
                again = done[0];
                done[0] = true;
            }
            (again ? then : one).to(exchange);
        };
    }

    /** Sends that many bytes of what it promises, then closes the connection. */
    static Answer breaksAfter(byte[] content, int bytes) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            throw new IOException("hang up");
        };
    }

    static Answer silentAfter(byte[] content, int bytes) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    static Answer slow(byte[] content, int pieces, int millis) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            OutputStream out = exchange.getResponseBody();
            for (int i = 0; i < pieces; i++) {
                int from = (int) ((long) content.length * i / pieces);
                out.write(content, from, (int) ((long) content.length * (i + 1) / pieces) - from);
                out.flush();
                try {
                    Thread.sleep(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    /** Returns an address at which no server listens. */
    static URI nobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create(String.format(Locale.ROOT, "http://localhost:%d/file", socket.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an address at which something answers that is not a web server. */
    static URI babble(ServerSocket socket) {
        Thread thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    connection.getOutputStream().write("220 smtp ready\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return URI.create(String.format(Locale.ROOT, "http://localhost:%d/file", socket.getLocalPort()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
