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
 * Closes connections that take up a place without doing useful work.
 *
 * <ul>
 * <li>Connections on which bytes trickle in but no request ever becomes complete. An idle timeout does not catch them,
 * because every byte restarts it.
 * <li>If there are too many connections: the oldest one without work, of the client that has the most of these. So no
 * number of idle connections can keep other clients out.
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

    /** The state of a connection when its last request became complete. */
    private record Seen(Client client, long messages, long bytes, long nanos) {}

    /** @param most connections open at once; must be more than the requests that are worked on at once */
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

    /**
     * Called when the body of a request has arrived: the connection is not closed in favour of another one until
     * {@link #workEnds}.
     */
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
        open.remove(connection); // now, because onClosed comes later and the next newcomer must find another one
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
                        seen(connection)); // complete requests, or no bytes at all: left to the idle timeout
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
