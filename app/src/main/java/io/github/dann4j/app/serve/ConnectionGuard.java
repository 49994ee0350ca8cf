package io.github.dann4j.app.serve;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections that hold a place and use it for nothing.
 *
 * <ul>
 *   <li>Those over which bytes drip but no request ever becomes whole. An idle timeout does not see them, since every byte begins it
 *       anew.
 *   <li>Where a new connection makes too many: the oldest one without work, of the client that has most of these. So no number of idle
 *       connections keeps others out.
 * </ul>
 */
final class ConnectionGuard implements Connection.Listener, AutoCloseable {
    private final int most;
    private final long patienceNanos;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
    private final Set<Connection> working = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "connections");
        thread.setDaemon(true);
        return thread;
    });

    /** How far a connection was when its last request had become whole. */
    private record Seen(Client client, long messages, long bytes, long nanos) {}

    /** @param most connections open at once; more than requests are worked on at once */
    ConnectionGuard(int most, Duration patience) {
        this.most = most;
        this.patienceNanos = patience.toNanos();
        long period = Math.max(1, patience.toMillis() / 4);
        clock.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, seen(connection));
        if (open.size() > most) {
            makeRoom(connection);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
        working.remove(connection);
    }

    /** The body of a request is there: the connection is not closed for another one until {@link #workEnds}. */
    void workBegins(Connection connection) {
        working.add(connection);
    }

    void workEnds(Connection connection) {
        working.remove(connection);
    }

    private synchronized void makeRoom(Connection newcomer) {
        Map<Client, Long> without = open.entrySet().stream()
                .filter(entry -> !working.contains(entry.getKey()))
                .collect(Collectors.groupingBy(entry -> entry.getValue().client(), Collectors.counting()));
        open.entrySet().stream()
                .filter(entry -> entry.getKey() != newcomer && !working.contains(entry.getKey()))
                .max(Comparator.<Map.Entry<Connection, Seen>>comparingLong(
                                entry -> without.getOrDefault(entry.getValue().client(), 0L))
                        .thenComparing(entry -> -entry.getKey().getCreatedTimeStamp()))
                .ifPresent(entry -> close(entry.getKey()));
    }

    private void close(Connection connection) {
        open.remove(connection); // now: onClosed comes later, and the next newcomer shall find another one
        connection.getEndPoint().close();
    }

    private static Seen seen(Connection connection) {
        return new Seen(
                Client.of(connection.getEndPoint()),
                connection.getMessagesIn(),
                connection.getBytesIn(),
                System.nanoTime());
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
