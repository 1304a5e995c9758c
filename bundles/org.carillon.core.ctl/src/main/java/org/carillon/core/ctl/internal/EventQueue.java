package org.carillon.core.ctl.internal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.osgi.service.event.Event;

/** Events on their way to one client. Whoever sends them never waits: what a slow client has no room for is counted and left out. */
final class EventQueue {
    static final int ROOM = 1000;

    private final Queue<Item> items = new ArrayDeque<>();
    private long lost;
    private boolean ended;

    /**
     * @param lost
     *            events that were left out before this one
     */
    record Item(Instant at, Event event, long lost) {}

    synchronized void add(Instant at, Event event) {
        if (items.size() == ROOM) {
            lost++;
            return;
        }
        items.add(new Item(at, event, lost));
        lost = 0;
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits for the next one; null after the end, or when interrupted. */
    synchronized Item take() {
        try {
            while (items.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        return items.poll();
    }
}
