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
    private final List<Runnable> tasks = new ArrayList<>();
    private boolean started;

    @Activate
    public RunAnnouncer(BundleContext context, @Reference(name = "events") EventAdmin events) {
        this(context.getBundle(0).getState() == Bundle.ACTIVE, events);
    }

    RunAnnouncer(boolean started, EventAdmin events) {
        this.started = started;
        this.events = events;
    }

    /** Runs a task once when the framework has started; soon, if it has already. */
    void whenStarted(Runnable task) {
        synchronized (this) {
            if (!started) {
                tasks.add(task);
                return;
            }
        }
        task.run();
    }

    Announcement of(boolean atStart) {
        return new Announcement() {
            private boolean begun;

            @Override
            public void begun() {
                if (!begun) {
                    begun = true;
                    RunAnnouncer.this.begun(atStart);
                }
            }

            @Override
            public void ended(String result) {
                if (begun) {
                    RunAnnouncer.this.ended(atStart, result);
                }
            }
        };
    }

    private void begun(boolean atStart) {
        say(new Event(ProvisioningEvents.STARTED, Map.of(ProvisioningEvents.AT_START, atStart)));
    }

    private void ended(boolean atStart, String result) {
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
    public void handleEvent(Event event) {
        List<Runnable> due;
        synchronized (this) {
            started = true;
            early.forEach(events::postEvent);
            early.clear();
            due = List.copyOf(tasks);
            tasks.clear();
        }
        due.forEach(Runnable::run);
    }
}
