package org.carillon.core.web.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down whoever guesses passwords: after three failures a client waits, twice as long after each further one; and all clients together
 * have a number of failures that grows back slowly. Safe for use by any thread.
 */
final class LockOut {
    static final int FREE = 3;
    static final int FREE_IN_ALL = 30;
    static final Duration FIRST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofMinutes(5);
    static final Duration REGAIN = Duration.ofSeconds(10);
    /** Clients that are remembered; beyond it the one that failed first is forgotten, while the bound for all still holds. */
    static final int MOST = 256;

    private final LongSupplier nanoTime;
    private final Map<InetAddress, Failures> clients = new LinkedHashMap<>();
    private long inAll;
    private long regained;

    private record Failures(int count, long until) {}

    LockOut(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        regained = nanoTime.getAsLong();
    }

    /**
     * Begins an attempt, which counts as a failure until it {@link #succeeded}: those that are made side by side are counted before any of
     * them is over.
     *
     * @return zero when the client may try, else how long it must wait
     */
    synchronized Duration attempt(InetAddress client) {
        Duration wait = wait(client);
        if (wait.isZero()) {
            count(client);
        }
        return wait;
    }

    /** How long a client must wait before it may try; zero when it may. */
    synchronized Duration wait(InetAddress client) {
        long now = nanoTime.getAsLong();
        long back = (now - regained) / REGAIN.toNanos();
        regained += back * REGAIN.toNanos();
        inAll = Math.max(0, inAll - back);
        if (inAll >= FREE_IN_ALL) {
            return Duration.ofNanos(REGAIN.toNanos() - (now - regained));
        }
        Failures failures = clients.get(client);
        return failures == null || failures.until() <= now ? Duration.ZERO : Duration.ofNanos(failures.until() - now);
    }

    private void count(InetAddress client) {
        Failures before = clients.remove(client);
        int count = before == null ? 1 : before.count() + 1;
        long wait = count < FREE ? 0 : Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(count - FREE, 20));
        clients.put(client, new Failures(count, nanoTime.getAsLong() + wait));
        inAll++;
        if (clients.size() > MOST) {
            clients.remove(clients.keySet().iterator().next());
        }
    }

    synchronized void succeeded(InetAddress client) {
        clients.remove(client);
        inAll = Math.max(0, inAll - 1);
    }
}
