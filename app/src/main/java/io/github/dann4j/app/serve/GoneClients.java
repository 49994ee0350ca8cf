package io.github.dann4j.app.serve;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;

/**
 * Detects clients that close the connection while their request is worked on. Jetty does not read from a connection
 * during that time, so it does not see the end. A socket that is readable although no byte is available has ended;
 * bytes of a next request are left unread. As in other servers, a client that closes only its sending side counts as
 * gone.
 */
final class GoneClients implements AutoCloseable {
    private static final int LOOK_MILLIS = 200;

    private final Selector selector;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gone-clients");
        thread.setDaemon(true);
        return thread;
    });

    GoneClients() {
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new ServeException("the server cannot watch its connections: " + e.getMessage(), e);
        }
        clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Runs {@code gone} when the client closes this connection before {@link #forget}. */
    void watch(EndPoint endPoint, Runnable gone) {
        if (!(endPoint.getTransport() instanceof SocketChannel channel)) {
            return;
        }
        try {
            SelectionKey known = channel.keyFor(selector); // of an earlier request
            if (known == null) {
                channel.register(selector, SelectionKey.OP_READ, gone);
            } else {
                known.attach(gone);
                known.interestOps(SelectionKey.OP_READ);
            }
        } catch (ClosedChannelException | CancelledKeyException e) {
            gone.run();
        }
    }

    void forget(EndPoint endPoint) {
        if (endPoint.getTransport() instanceof SocketChannel channel) {
            SelectionKey key = channel.keyFor(selector);
            if (key != null && key.isValid()) {
                forget(key);
            }
        }
    }

    private static void forget(SelectionKey key) {
        try {
            key.attach(null);
            key.interestOps(0);
        } catch (CancelledKeyException e) {
            return; // closed in the meantime
        }
    }

    private void look() {
        try {
            selector.selectNow(this::ready);
        } catch (IOException | RuntimeException e) {
            return; // the next look comes soon, and the deadline of the work still applies
        }
    }

    private void ready(SelectionKey key) {
        boolean ended;
        try {
            ended = ((SocketChannel) key.channel()).socket().getInputStream().available() == 0;
        } catch (IOException e) {
            ended = true;
        }
        if (ended && key.attachment() instanceof Runnable gone) {
            forget(key);
            gone.run();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            selector.close();
        } catch (IOException e) {
            throw new ServeException("the server did not shut down cleanly: " + e.getMessage(), e);
        }
    }
}
