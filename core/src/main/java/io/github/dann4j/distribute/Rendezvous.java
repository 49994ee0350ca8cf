package io.github.dann4j.distribute;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/**
 * Lets the workers find each other through c10d's {@code TCPStore}, which rank 0 serves. All workers register there.
 * Rank 0 checks whether they fit together, and all get the same one-line verdict.
 */
final class Rendezvous {
    private static final String ACCEPTED = "accepted";
    private static final String VERDICT = "verdict";
    private static final int POLL_MILLIS = 20;
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final WorkerPlace place;
    private final Duration patience;
    private final long deadline;

    private Rendezvous(WorkerPlace place, Duration patience) {
        this.place = place;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * The workers after a successful rendezvous.
     *
     * @param store the store; the receiver must release it
     * @param roster workers by rank
     * @param ownAddress address from which this machine reaches rank 0, and at which the others reach it
     */
    record Met(TCPStore store, List<RosterEntry> roster, String ownAddress) {}

    /** @throws WorkerException if the others do not join in time or do not fit together */
    static Met of(WorkerPlace place, Map<String, String> settings, Duration patience) {
        return new Rendezvous(place, patience).meet(settings);
    }

    private Met meet(Map<String, String> settings) {
        RosterEntry self = new RosterEntry(
                place.share().part(),
                place.share().parts(),
                hostName(),
                ProcessHandle.current().pid(),
                settings);
        Opened opened = opened();
        TCPStore store = opened.store();
        try {
            long number = store.add("joined", 1);
            store.set("joined/" + number, self.text());
            if (opened.isServer()) {
                serve(store);
            }
            awaitVerdict(store);
            List<RosterEntry> roster = new ArrayList<>();
            for (int rank = 0; rank < place.share().parts(); rank++) {
                roster.add(RosterEntry.of(store.get_to_str("rank/" + rank)));
            }
            return new Met(store, roster, ownAddress());
        } catch (WorkerException e) {
            store.releaseReference();
            throw e;
        } catch (RuntimeException e) {
            store.releaseReference();
            throw new WorkerException(
                    String.format(
                            Locale.ROOT,
                            "worker %s lost rank 0 at %s:%d while the workers met: %s",
                            place.share(),
                            place.address(),
                            place.port(),
                            NativeFailure.line(e)),
                    e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /**
     * @param isServer whether this worker serves the store and is the only rank 0; another process may have opened it
     * first
     */
    private record Opened(TCPStore store, boolean isServer) {}

    private Opened opened() {
        InetSocketAddress address = new InetSocketAddress(place.address(), place.port());
        if (address.isUnresolved()) {
            throw new WorkerException("MASTER_ADDR '%s' cannot be resolved on this machine".formatted(place.address()));
        }
        if (!place.share().isFirst()) {
            awaitServer(address);
            return new Opened(open(false, patience), false);
        }
        try {
            return new Opened(open(true, patience), true);
        } catch (WorkerException e) {
            if (!String.valueOf(e.getMessage()).contains("EADDRINUSE")) {
                throw e;
            }
        }
        try {
            return new Opened(
                    open(false, LAST_WORDS),
                    false); // another worker with rank 0 serves it and will report the conflict
        } catch (WorkerException e) {
            throw new WorkerException(
                    String.format(
                            Locale.ROOT,
                            "rank 0 cannot listen on port %d, which another program uses; set another MASTER_PORT",
                            place.port()),
                    e);
        }
    }

    /** Waits until rank 0 listens. The store would wait too, but would print messages. */
    private void awaitServer(InetSocketAddress address) {
        String reason = "nothing listens there";
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(address, Math.toIntExact(Math.min(patience.toMillis(), 5_000)));
                return;
            } catch (IOException e) {
                reason = String.valueOf(e.getMessage());
            }
            pause();
        }
        throw new WorkerException(String.format(
                Locale.ROOT,
                "worker %s cannot reach rank 0 at %s:%d within %d s (%s); check that rank 0 is running and that MASTER_ADDR and MASTER_PORT are its own",
                place.share(),
                place.address(),
                place.port(),
                patience.toSeconds(),
                reason));
    }

    /** Opens the store in a separate thread: if something else answers on the port, the store may wait forever. */
    private TCPStore open(boolean server, Duration longest) {
        return Bounded.call(
                String.format(Locale.ROOT, "the meeting at %s:%d", place.address(), place.port()), longest, () -> {
                    try (PointerScope scope = new PointerScope()) {
                        TCPStoreOptions options = new TCPStoreOptions()
                                .port((short) place.port())
                                .isServer(server)
                                .waitWorkers(false)
                                .timeout(new Milliseconds(longest.toMillis()));
                        return new TCPStore(place.address(), options).retainReference();
                    }
                });
    }

    /** Checks each newcomer and publishes the verdict as soon as it is known. */
    private void serve(TCPStore store) {
        List<RosterEntry> present = new ArrayList<>();
        int size = place.share().parts();
        while (present.size() < size) {
            String key = "joined/" + (present.size() + 1);
            if (!isThere(store, key)) {
                if (System.nanoTime() > deadline) {
                    refuse(store, present.size(), missing(present));
                    return;
                }
                pause();
                continue;
            }
            RosterEntry newcomer = RosterEntry.of(store.get_to_str(key));
            Optional<String> conflict = newcomer.conflict(present);
            present.add(newcomer);
            if (conflict.isPresent()) {
                refuse(store, present.size(), conflict.get());
                return;
            }
            store.set("rank/" + newcomer.rank(), newcomer.text());
        }
        store.set(VERDICT, ACCEPTED);
    }

    private String missing(List<RosterEntry> present) {
        List<Integer> ranks = present.stream().map(RosterEntry::rank).toList();
        String absent = IntStream.range(0, place.share().parts())
                .filter(rank -> !ranks.contains(rank))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%d of %d workers joined within %d s; missing: rank %s",
                present.size(),
                place.share().parts(),
                patience.toSeconds(),
                absent);
    }

    /** Publishes a refusal and gives the others a moment to read it, because the store ends with this process. */
    private static void refuse(TCPStore store, int others, String reason) {
        store.set(VERDICT, reason);
        long until = System.nanoTime() + LAST_WORDS.toNanos();
        while (System.nanoTime() < until && store.add("read", 0) < others - 1) {
            pause();
        }
    }

    private void awaitVerdict(TCPStore store) {
        long until = deadline + LAST_WORDS.multipliedBy(2).toNanos();
        while (!isThere(store, VERDICT)) {
            if (System.nanoTime() > until) {
                throw new WorkerException(String.format(
                        Locale.ROOT,
                        "worker %s: rank 0 at %s:%d did not respond within %d s",
                        place.share(),
                        place.address(),
                        place.port(),
                        patience.toSeconds()));
            }
            pause();
        }
        String verdict = store.get_to_str(VERDICT);
        if (!verdict.equals(ACCEPTED)) {
            store.add("read", 1);
            throw new WorkerException(verdict);
        }
    }

    /**
     * Returns the address of this machine on the route to rank 0. Sends nothing, because the store looks up the name of
     * every host that connects to it.
     */
    private String ownAddress() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(place.address(), place.port()));
            return socket.getLocalAddress().getHostAddress().replaceFirst("%.*", "");
        } catch (SocketException e) {
            throw new WorkerException(
                    String.format(
                            Locale.ROOT,
                            "worker %s has no route to rank 0 at %s:%d: %s",
                            place.share(),
                            place.address(),
                            place.port(),
                            e.getMessage()),
                    e);
        }
    }

    static boolean isThere(TCPStore store, String key) {
        try (PointerScope scope = new PointerScope()) {
            return store.check(new StringVector(key));
        }
    }

    static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw new CancellationException("stopped while the workers met");
        }
    }
}
