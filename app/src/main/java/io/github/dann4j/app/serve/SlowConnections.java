package io.github.dann4j.app.serve;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections over which bytes drip but no request ever becomes whole. An idle timeout does not see them, since every byte
 * begins it anew.
 */
final class SlowConnections implements Connection.Listener, AutoCloseable {
    private final long patienceNanos;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "slow-connections");
        thread.setDaemon(true);
        return thread;
    });

    /** How far a connection was when its last request had become whole. */
    private record Seen(long messages, long bytes, long nanos) {}

    SlowConnections(Duration patience) {
        this.patienceNanos = patience.toNanos();
        long period = Math.max(1, patience.toMillis() / 4);
        clock.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, seen(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    private static Seen seen(Connection connection) {
        return new Seen(connection.getMessagesIn(), connection.getBytesIn(), System.nanoTime());
    }

    private void look() {
        open.forEach((connection, before) -> {
            if (connection.getMessagesIn() > before.messages() || connection.getBytesIn() == before.bytes()) {
                open.replace(
                        connection,
                        before,
                        seen(connection)); // whole requests, or nothing at all: the idle timeout's business
            } else if (System.nanoTime() - before.nanos() > patienceNanos) {
                connection.getEndPoint().close();
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
