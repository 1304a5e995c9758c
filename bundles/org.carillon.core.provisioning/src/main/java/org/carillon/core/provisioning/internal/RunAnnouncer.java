package org.carillon.core.provisioning.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;

/** Says when runs begin and end. What happens while the framework still starts is said once it has: features start after this bundle. */
@Component(service = {RunAnnouncer.class, EventHandler.class}, immediate = true)
@EventTopics(RunAnnouncer.FRAMEWORK_STARTED)
public final class RunAnnouncer implements EventHandler {
    static final String FRAMEWORK_STARTED = "org/osgi/framework/FrameworkEvent/STARTED";

    private final EventAdmin events;
    private final List<Event> early = new ArrayList<>();
    private boolean started;

    @Activate
    public RunAnnouncer(BundleContext context, @Reference(name = "events") EventAdmin events) {
        this(context.getBundle(0).getState() == Bundle.ACTIVE, events);
    }

    RunAnnouncer(boolean started, EventAdmin events) {
        this.started = started;
        this.events = events;
    }

    void begun(boolean atStart) {
        say(new Event(ProvisioningEvents.STARTED, Map.of(ProvisioningEvents.AT_START, atStart)));
    }

    void ended(boolean atStart, String result) {
        say(new Event(ProvisioningEvents.ENDED, Map.of(ProvisioningEvents.AT_START, atStart, ProvisioningEvents.RESULT, result)));
    }

    private synchronized void say(Event event) {
        if (started) {
            events.postEvent(event);
        } else {
            early.add(event);
        }
    }

    @Override
    public synchronized void handleEvent(Event event) {
        started = true;
        early.forEach(events::postEvent);
        early.clear();
    }
}
