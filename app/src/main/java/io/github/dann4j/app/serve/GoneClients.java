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
 * Tells which clients have hung up while their request is worked on. Jetty reads nothing from a connection then, so it does not see
 * the end. A socket that can be read although no byte is there has ended; bytes of a next request are left where they are. As in
 * other servers, a client that closes its sending side alone counts as gone.
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

    /** Runs {@code gone} once the client of this connection is gone, until {@link #forget}. */
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
            return; // closed meanwhile
        }
    }

    private void look() {
        try {
            selector.selectNow(this::ready);
        } catch (IOException | RuntimeException e) {
            return; // the next look comes soon; the deadline of the work holds all the same
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
            throw new ServeException("the server did not end in order: " + e.getMessage(), e);
        }
    }
}
