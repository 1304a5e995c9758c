package org.carillon.core.sip.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.sip.NotifyHandler;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Who takes notifications outside of subscriptions, as they come and go. Safe for use by any thread. */
@Component(service = NotifyHandlers.class)
public final class NotifyHandlers {
    private record Bound(NotifyHandler handler, String event) {}

    private final List<Bound> all = new CopyOnWriteArrayList<>();

    @Reference(name = "handlers", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(NotifyHandler handler, Map<String, ?> properties) {
        all.add(new Bound(handler, String.valueOf(properties.get(NotifyHandler.EVENT))));
    }

    void unbindHandler(NotifyHandler handler) {
        all.removeIf(bound -> bound.handler() == handler);
    }

    /** Who takes an event package. */
    Optional<NotifyHandler> of(String event) {
        return all.stream().filter(bound -> bound.event().equalsIgnoreCase(event)).map(Bound::handler).findFirst();
    }
}
