package org.carillon.core.config.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** The last transactions that can be taken back. The oldest go when they are too many, or hold too much. Used by one thread at a time. */
final class History {
    static final int MOST = 20;
    /** Of all transactions together, but the last one. */
    static final int MOST_CHANGES = 20_000;

    private final Deque<Past> pasts = new ArrayDeque<>();
    private int changes;

    void add(Past past) {
        if (past.back().isEmpty()) {
            return;
        }
        pasts.addFirst(past);
        changes += past.back().size();
        while (pasts.size() > MOST || pasts.size() > 1 && changes > MOST_CHANGES) {
            changes -= pasts.removeLast().back().size();
        }
    }

    void addAll(Collection<Past> oldestFirst) {
        oldestFirst.forEach(this::add);
    }

    /** The last one first. */
    List<Past> pasts() {
        return List.copyOf(pasts);
    }
}
