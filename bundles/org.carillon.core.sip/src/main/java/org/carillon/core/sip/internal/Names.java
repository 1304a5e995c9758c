package org.carillon.core.sip.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.carillon.api.scope.Scopes;

/** Finds the addresses of hosts without making anybody wait. Used on one executor only. */
final class Names {
    /** Asks the network; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress find(String host) throws UnknownHostException;
    }

    private record Known(InetAddress address, long until) {}

    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final int MOST_KNOWN = 64;

    private final Scopes clock;
    private final Executor blocking;
    private final Executor own;
    private final Lookup lookup;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, List<Consumer<Optional<InetAddress>>>> waiting = new HashMap<>();

    /**
     * @param blocking
     *            where lookups run
     * @param own
     *            where everything else runs
     */
    Names(Scopes clock, Executor blocking, Executor own, Lookup lookup) {
        this.clock = clock;
        this.blocking = blocking;
        this.own = own;
        this.lookup = lookup;
    }

    /** Answers at once when the host is an address or known; those who wait for the same host are answered in their order. */
    void find(String host, Consumer<Optional<InetAddress>> then) {
        var literal = literal(host);
        if (literal.isPresent()) {
            then.accept(literal);
            return;
        }
        var fresh = known.get(host);
        if (fresh != null && fresh.until - clock.nanoTime() > 0) {
            then.accept(Optional.of(fresh.address));
            return;
        }
        var others = waiting.get(host);
        if (others != null) {
            others.add(then);
            return;
        }
        waiting.put(host, new ArrayList<>(List.of(then)));
        blocking.execute(() -> {
            var found = ask(host, lookup);
            own.execute(() -> found(host, found));
        });
    }

    private void found(String host, Optional<InetAddress> address) {
        address.ifPresent(found -> {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(host, new Known(found, clock.nanoTime() + FRESH.toNanos()));
        });
        waiting.remove(host).forEach(then -> then.accept(address));
    }

    /** The address that a host is when it is no name; with or without brackets. */
    static Optional<InetAddress> literal(String host) {
        try {
            return Optional
                    .of(InetAddress.ofLiteral(host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> ask(String host, Lookup lookup) {
        try {
            return Optional.of(lookup.find(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
