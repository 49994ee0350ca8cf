package io.github.dann4j.distribute;

import static org.bytedeco.pytorch.global.torch.cat;

import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Tensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The workers of one training, connected by c10d's process group over gloo. For use by one thread.
 *
 * <p>If a worker's process ends, its connections close and the others notice immediately. If a worker hangs or its
 * network is cut, the others notice when an exchange exceeds the timeout. The remaining workers then check which of
 * them still respond, which takes a few more seconds, and each throws a {@link WorkerException} that names the workers
 * that did not respond.
 */
public final class WorkerGroup implements Collective, AutoCloseable {
    /** Tensors of at least this many bytes are exchanged separately. */
    private static final long LARGE = 8 << 20;

    private static final Duration ROLL_CALL = Duration.ofSeconds(3);
    private static final String FAULT = "fault";

    private final Shard share;
    private final List<RosterEntry> roster;
    private final TCPStore store;
    private final ProcessGroupGloo group;
    private final RecursiveDoubling doubling;
    private final Duration timeout;
    private boolean broken;
    private boolean closed;
    private int decisions;
    private long nanos;
    private long bytes;
    private long exchanges;

    /**
     * Joins the other workers.
     *
     * @param settings settings that must be the same on all workers, by name: versions, recipe, data
     * @param timeout time to wait for a worker to join or respond before giving up; at least a second
     * @throws WorkerException if the others do not join in time or do not fit together; the message is the same on
     *     every worker
     */
    public static WorkerGroup join(WorkerPlace place, Map<String, String> settings, Duration timeout) {
        if (timeout.toMillis() < 1_000) {
            throw new WorkerException("the workers' timeout must be at least 1 s, got %s".formatted(timeout));
        }
        NativeLibraries.loadGloo();
        Rendezvous.Met met = Rendezvous.of(place, settings, timeout);
        try {
            return new WorkerGroup(place.share(), met, timeout);
        } catch (RuntimeException e) {
            throw new WorkerException(
                    "worker %s cannot connect to the others from %s: %s; gloo and MASTER_ADDR need a network that all machines share"
                            .formatted(place.share(), met.ownAddress(), NativeFailure.line(e)),
                    e);
        }
    }

    private WorkerGroup(Shard share, Rendezvous.Met met, Duration timeout) {
        this.share = share;
        this.roster = met.roster();
        this.store = met.store();
        this.timeout = timeout;
        try (PointerScope scope = new PointerScope()) {
            ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(new Milliseconds(timeout.toMillis()));
            options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname(met.ownAddress())));
            // Not in a PrefixStore: the presets free a store created here at the end of this scope, even if it is still
            // referenced, and the group would then decrement a reference count in freed memory. Gloo's keys ("0/...")
            // and ours (words) do not collide.
            this.group = new ProcessGroupGloo(store, share.part(), share.parts(), options).retainReference();
        }
        this.doubling = new RecursiveDoubling(group, share);
    }

    @Override
    public Shard share() {
        return share;
    }

    @Override
    public void sum(List<Tensor> tensors, String what) {
        if (tensors.isEmpty()) {
            return;
        }
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            List<Tensor> small = new ArrayList<>();
            for (Tensor tensor : tensors) {
                if (tensor.nbytes() < LARGE) {
                    small.add(tensor);
                } else {
                    Tensor row = row(tensor); // not joined to others, which would copy it twice
                    Tensor exchanged = Tensors.onCpu(row);
                    meet(
                            what,
                            row.nbytes(),
                            () -> group.allreduce(new TensorVector(exchanged))._wait());
                    if (!row.is_cpu()) {
                        row.copy_(exchanged);
                    }
                }
            }
            if (!small.isEmpty()) {
                Tensor all = joined(small);
                meet(
                        what,
                        all.nbytes(),
                        () -> group.allreduce(new TensorVector(all))._wait());
                parted(all, small);
            }
        }
    }

    @Override
    public double[] sum(double[] values, String what) {
        return meet(what, (long) values.length * Double.BYTES, () -> doubling.of(values));
    }

    @Override
    public void broadcastFromFirst(List<Tensor> tensors, String what) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Tensor all = joined(tensors);
            BroadcastOptions options = new BroadcastOptions().rootRank(0);
            meet(
                    what,
                    all.nbytes(),
                    () -> group.broadcast(new TensorVector(all), options)._wait());
            parted(all, tensors);
        }
    }

    /**
     * Returns all elements in one row in the processor's memory, from which gloo sends, each tensor's in memory order. A
     * single tensor that is there already is returned without a copy.
     */
    private static Tensor joined(List<Tensor> tensors) {
        List<Tensor> rows = tensors.stream().map(WorkerGroup::row).toList();
        return Tensors.onCpu(rows.size() == 1 ? rows.get(0) : cat(new TensorVector(rows.toArray(Tensor[]::new))));
    }

    private static Tensor row(Tensor tensor) {
        if (!tensor.is_non_overlapping_and_dense()) {
            throw new IllegalArgumentException("only dense tensors can be exchanged");
        }
        return tensor.detach().as_strided(new long[] {tensor.numel()}, new long[] {1});
    }

    /** Copies the elements of a joined row back into the tensors. */
    private static void parted(Tensor all, List<Tensor> tensors) {
        long from = 0;
        boolean inPlace = tensors.size() == 1 && tensors.get(0).is_cpu();
        for (Tensor tensor : inPlace ? List.<Tensor>of() : tensors) {
            long to = from + tensor.numel();
            row(tensor).copy_(all.slice(0, new LongOptional(from), new LongOptional(to), 1));
            from = to;
        }
    }

    @Override
    public String fromFirst(String name, Supplier<String> value) {
        String key = String.format(Locale.ROOT, "decided/%d/%s", decisions++, name);
        long start = System.nanoTime();
        try {
            if (share.isFirst()) {
                String decided = value.get();
                store.set(key, decided);
                return decided;
            }
            while (!Rendezvous.isThere(store, key)) {
                if (System.nanoTime() - start > timeout.toNanos()) {
                    throw lost(
                            "the decision on " + name,
                            String.format(Locale.ROOT, "nothing arrived within %d s", timeout.toSeconds()));
                }
                Rendezvous.pause();
            }
            return store.get_to_str(key);
        } catch (WorkerException e) {
            throw e;
        } catch (RuntimeException e) {
            throw lost("the decision on " + name, NativeFailure.line(e));
        } finally {
            count(start, 0);
        }
    }

    private <T> T meet(String what, long size, Supplier<T> exchange) {
        long start = System.nanoTime();
        try {
            return exchange.get();
        } catch (RuntimeException e) {
            throw lost(what, NativeFailure.line(e));
        } finally {
            count(start, size);
        }
    }

    private void count(long start, long size) {
        nanos += System.nanoTime() - start;
        bytes += size;
        exchanges++;
    }

    @Override
    public Traffic traffic() {
        return new Traffic(nanos / 1e9, bytes, exchanges);
    }

    /** Calls the roll: every remaining worker registers in the store, if the store can be reached. */
    private WorkerException lost(String what, String reason) {
        broken = true;
        String who;
        try {
            who = Bounded.call("the roll-call", ROLL_CALL.plusSeconds(2), this::rollCall);
        } catch (WorkerException e) {
            who = share.isFirst() ? "the others do not respond" : roster.get(0).who() + " does not respond";
        }
        return new WorkerException("worker %s stops: %s (%s, during %s)".formatted(share, who, reason, what));
    }

    private String rollCall() throws InterruptedException {
        store.set("present/" + share.part(), "");
        long until = System.nanoTime() + ROLL_CALL.toNanos();
        while (true) {
            List<RosterEntry> absent = roster.stream()
                    .filter(one -> !Rendezvous.isThere(store, "present/" + one.rank()))
                    .toList();
            if (Rendezvous.isThere(store, FAULT)) {
                return store.get_to_str(FAULT);
            }
            if (absent.isEmpty()) {
                return "the network between the workers failed, but all workers are still alive";
            }
            if (System.nanoTime() > until) {
                String names = absent.stream().map(RosterEntry::who).collect(Collectors.joining(", "));
                return names + (absent.size() == 1 ? " does not respond" : " do not respond");
            }
            Thread.sleep(50);
        }
    }

    /**
     * Tells the other workers why this worker leaves, so that their messages can name the reason. Call it for this
     * worker's own failures. Does nothing if the workers can no longer reach each other.
     */
    public void leave(String reason) {
        if (!broken && !closed) {
            broken = true;
            String text = "%s failed: %s".formatted(roster.get(share.part()).who(), reason);
            try {
                Bounded.call("the farewell", ROLL_CALL, () -> {
                    store.set(FAULT, text);
                    store.set("present/" + share.part(), "");
                    return text;
                });
                group.releaseReference(); // its connections close, so no worker waits for this one
                if (share.isFirst()) {
                    Thread.sleep(ROLL_CALL.toMillis() / 2); // the store ends with this process
                }
            } catch (WorkerException | InterruptedException e) {
                // no worker left to inform
            }
        }
    }

    /** Leaves the group after all workers have finished. Does not wait if the workers have lost each other. */
    @Override
    public void close() {
        if (broken || closed) {
            return; // closing a broken group may hang, and the process is about to end
        }
        closed = true;
        try {
            sum(new double[1], "the end");
            if (share.isFirst()) {
                long until = System.nanoTime() + ROLL_CALL.toNanos();
                while (store.add("gone", 0) < share.parts() - 1 && System.nanoTime() < until) {
                    Thread.sleep(10); // the store ends with this process
                }
            } else {
                store.add("gone", 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!broken) {
                group.releaseReference(); // first: it decrements its reference to the store
                store.releaseReference();
            }
        }
    }
}
