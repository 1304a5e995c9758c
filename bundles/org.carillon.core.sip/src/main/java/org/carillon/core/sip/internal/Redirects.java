package org.carillon.core.sip.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which target a redirected call tries next (RFC 3261 8.1.3.4): every target once, a few in all. */
final class Redirects {
    /**
     * A Contact of a 3xx.
     *
     * @param transport
     *            in lower case
     * @param q
     *            preference, 0 to 1
     */
    record Contact(String uri, String transport, float q) {}

    private static final int MOST = 5;

    private final List<String> order;
    private final Set<String> available;
    private final Set<String> seen = new HashSet<>();
    private final Deque<Contact> waiting = new ArrayDeque<>();
    private int followed;
    private String refusal = "";

    /**
     * @param order
     *            permitted transports, best first
     * @param available
     *            transports that this phone has
     * @param first
     *            the target that the call was sent to
     */
    Redirects(List<String> order, Set<String> available, String first) {
        this.order = order;
        this.available = available;
        seen.add(key(first));
    }

    /** Takes the contacts of a 3xx; they go before those that still wait. */
    void offered(Collection<Contact> contacts) {
        var best = contacts.stream().filter(this::acceptable)
                .sorted(Comparator.comparing(Contact::q).reversed().thenComparing(contact -> order.indexOf(contact.transport())))
                .filter(contact -> seen.add(key(contact.uri()))).toList();
        best.reversed().forEach(waiting::addFirst);
        if (contacts.isEmpty()) {
            refusal = "redirected without a target";
        }
    }

    private boolean acceptable(Contact contact) {
        if (!order.contains(contact.transport())) {
            refusal = "redirected to a transport that is not permitted: " + contact.transport();
        } else if (!available.contains(contact.transport())) {
            refusal = "redirected to a transport that is not available: " + contact.transport();
        } else if (seen.contains(key(contact.uri()))) {
            refusal = "redirected in a circle";
        } else {
            return true;
        }
        return false;
    }

    /** The next target; empty when none is left. */
    Optional<String> next() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        if (followed == MOST) {
            refusal = "redirected too often";
            return Optional.empty();
        }
        followed++;
        return Optional.of(waiting.removeFirst().uri());
    }

    boolean followed() {
        return followed > 0;
    }

    /** Why a 3xx was not followed, in words. */
    String refusal() {
        return refusal;
    }

    private static String key(String uri) {
        return uri.toLowerCase(Locale.ROOT);
    }
}
