package org.carillon.core.device.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.device.FramePriority;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Sets the priority of sockets behind Java's back, which has no option for it. Requests that come close together are served together. */
@Component
public final class SocketPriority implements FramePriority {
    /** Sets the priority of a socket. */
    interface Setter {
        /** @return false when that is not permitted, or not known here */
        boolean set(int descriptor, int priority);
    }

    /** The first call of a foreign function is too dear for the start of a phone. */
    private static final Duration START = Duration.ofSeconds(2);
    /** However many connections others make. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private record Place(Protocol protocol, int port) {}

    private final Scopes clock;
    private final Scope scope;
    private final OpenSockets sockets;
    private final Setter setter;
    private final Logger log;
    private final Map<Place, Integer> wanted = new ConcurrentHashMap<>();
    private final AtomicBoolean underway = new AtomicBoolean();
    private final AtomicBoolean refused = new AtomicBoolean();
    private volatile long notBefore;

    @Activate
    public SocketPriority(@Reference(name = "scopes") Scopes scopes, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this(scopes, new OpenSockets(Path.of("/proc/self")), new SocketOptions()::priority, log);
    }

    SocketPriority(Scopes scopes, OpenSockets sockets, Setter setter, Logger log) {
        this.clock = scopes;
        this.sockets = sockets;
        this.setter = setter;
        this.log = log;
        scope = scopes.open("core.device priority");
        notBefore = scopes.nanoTime() + START.toNanos();
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public void mark(Protocol protocol, int localPort, int priority) {
        wanted.put(new Place(protocol, localPort), priority);
        if (underway.compareAndSet(false, true)) {
            scope.after(Duration.ofNanos(Math.max(0, notBefore - clock.nanoTime())), scope.blocking(), this::serve);
        }
    }

    private synchronized void serve() {
        notBefore = clock.nanoTime() + INTERVAL.toNanos();
        underway.set(false);
        Map<Place, Integer> due = new HashMap<>(wanted);
        due.forEach(wanted::remove);
        try {
            Map<Protocol, Map<Integer, List<Integer>>> descriptors = new EnumMap<>(Protocol.class);
            for (Place place : due.keySet()) {
                if (!descriptors.containsKey(place.protocol)) {
                    descriptors.put(place.protocol, sockets.descriptors(place.protocol));
                }
            }
            due.forEach((place, priority) -> descriptors.get(place.protocol).getOrDefault(place.port, List.of())
                    .forEach(descriptor -> set(descriptor, priority)));
        } catch (IOException e) {
            refuse("the system does not show the sockets of a process: " + e.getMessage());
        }
    }

    private void set(int descriptor, int priority) {
        if (!setter.set(descriptor, priority)) {
            refuse("the system does not permit priority " + priority + (priority == HIGHEST ? ", which takes CAP_NET_ADMIN" : ""));
        }
    }

    private void refuse(String reason) {
        if (refused.compareAndSet(false, true)) {
            log.info("frames go out without their 802.1p priority: {}", reason);
        }
    }
}
