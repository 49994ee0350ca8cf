package io.github.dann4j.app.serve;

import java.util.HashMap;
import java.util.Map;

/**
 * A limited amount of something that clients take and give back. All clients together may hold the whole amount, each
 * client half of it. Thread-safe.
 */
final class Quota {
    private final long most;
    private final long mostOfOne;
    private final Map<Client, Long> held = new HashMap<>();
    private long total;

    /** @param most at least 1 */
    Quota(long most) {
        this.most = most;
        this.mostOfOne = most - most / 2;
    }

    /** Takes {@code amount} for a client, if it is available; returns whether it was taken. */
    synchronized boolean take(Client client, long amount) {
        long own = held.getOrDefault(client, 0L) + amount;
        if (total + amount > most || own > mostOfOne) {
            return false;
        }
        total += amount;
        held.put(client, own);
        return true;
    }

    synchronized void giveBack(Client client, long amount) {
        total -= amount;
        held.computeIfPresent(client, (one, own) -> own == amount ? null : own - amount);
    }
}
