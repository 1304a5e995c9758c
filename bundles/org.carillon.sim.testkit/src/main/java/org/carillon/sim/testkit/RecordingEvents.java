package org.carillon.sim.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** An event service that keeps what was sent or posted. */
public final class RecordingEvents implements EventAdmin {
    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public void postEvent(Event event) {
        events.add(event);
    }

    @Override
    public void sendEvent(Event event) {
        events.add(event);
    }

    /** Every event, oldest first. */
    public List<Event> all() {
        return List.copyOf(events);
    }

    /** Events of one topic, oldest first. */
    public List<Event> of(String topic) {
        return events.stream().filter(event -> event.getTopic().equals(topic)).toList();
    }

    /** Topics in the order of the events. */
    public List<String> topics() {
        return events.stream().map(Event::getTopic).toList();
    }

    public void clear() {
        events.clear();
    }
}
