package org.carillon.core.provisioning.internal;

import org.carillon.api.device.DeviceEvents;
import org.carillon.api.device.Phone;
import org.carillon.api.device.WallClock;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.metatype.annotations.Designate;

/** Asks the servers by interval and by weekdays (manual 3.8.4). */
@Component(service = EventHandler.class, immediate = true, configurationPid = PollingConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@EventTopics(DeviceEvents.CLOCK)
@Designate(ocd = PollingConfig.class)
public final class Polling implements EventHandler {
    private final Scope scope;
    private final Poller poller;

    @Activate
    public Polling(PollingConfig config, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "runs") Provisioning runs, @Reference(name = "clock") WallClock clock) {
        scope = scopes.open("core.provisioning.polling");
        poller = new Poller(clock, scope, phone.mac(), runs::begin);
        poller.configure(config);
    }

    @Modified
    void modified(PollingConfig changed) {
        poller.configure(changed);
    }

    @Override
    public void handleEvent(Event event) {
        poller.clockChanged();
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }
}
