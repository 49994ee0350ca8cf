package io.github.dann4j.app.serve;

import java.util.HashMap;
import java.util.Map;

/** An amount of something that clients hold for a while: all together so much, each of them half of it. Safe for many threads. */
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

    /** Whether the client got {@code amount} more. */
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
