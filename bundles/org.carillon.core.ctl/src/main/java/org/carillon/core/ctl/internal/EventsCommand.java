package org.carillon.core.ctl.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ctl.Text;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Prints what happens on the phone, one line per event, until the client goes or the time is over. */
@Component(immediate = true, service = {Command.class, EventHandler.class}, property = {Command.NAME + "=events",
        Command.USAGE + "=[--for SECONDS]", EventConstants.EVENT_TOPIC + "=org/carillon/*"})
public final class EventsCommand implements Command, EventHandler {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Scopes scopes;
    private final Set<EventQueue> listeners = ConcurrentHashMap.newKeySet();

    @Activate
    public EventsCommand(@Reference(name = "scopes") Scopes scopes) {
        this.scopes = scopes;
    }

    @Override
    public void handleEvent(Event event) {
        if (!listeners.isEmpty()) {
            Instant now = scopes.now();
            listeners.forEach(listener -> listener.add(now, event));
        }
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        Duration time = time(arguments);
        EventQueue queue = new EventQueue();
        try (Scope scope = scopes.open("org.carillon.core.ctl/events")) {
            if (time != null) {
                scope.after(time, Runnable::run, queue::end);
            }
            if (out instanceof Output client) {
                client.onGone(queue::end);
            }
            listeners.add(queue);
            for (EventQueue.Item item = queue.take(); item != null; item = queue.take()) {
                out.accept(line(item));
            }
        } finally {
            listeners.remove(queue);
        }
        return new Text("");
    }

    /** Null for ever. */
    private static Duration time(List<String> arguments) {
        if (arguments.isEmpty()) {
            return null;
        }
        try {
            if (arguments.size() == 2 && arguments.getFirst().equals("--for")) {
                double seconds = Double.parseDouble(arguments.getLast());
                if (seconds >= 0 && seconds <= Integer.MAX_VALUE) {
                    return Duration.ofMillis(Math.round(seconds * 1000));
                }
            }
        } catch (NumberFormatException e) {
            throw new CommandException(arguments.getLast() + " is no number of seconds");
        }
        throw new CommandException("events takes --for SECONDS and nothing else");
    }

    /** The time, the topic and the properties of the event, by name. */
    private static Map<String, Object> line(EventQueue.Item item) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", TIME.format(item.at()));
        line.put("topic", item.event().getTopic());
        Arrays.stream(item.event().getPropertyNames()).filter(name -> !name.equals(EventConstants.EVENT_TOPIC)).sorted()
                .forEach(name -> line.putIfAbsent(name, item.event().getProperty(name)));
        if (item.lost() > 0) {
            line.put("lostBefore", item.lost());
        }
        return line;
    }
}
