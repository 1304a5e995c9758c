package org.carillon.core.time.internal;

import java.time.Instant;
import java.time.zone.ZoneRules;
import java.util.Map;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.device.WallClock;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** Tells the time of the phone's time zone. */
@Component(configurationPid = ClockConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ClockConfig.class)
public final class ClockService implements WallClock {
    private final Scopes scopes;
    private final EventAdmin events;
    private final Logger log;
    private volatile ZoneRules rules;

    @Activate
    public ClockService(ClockConfig config, @Reference(name = "scopes") Scopes scopes, @Reference(name = "events") EventAdmin events,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.scopes = scopes;
        this.events = events;
        this.log = log;
        this.rules = ClockRules.of(config, this::complain);
    }

    @Modified
    void modified(ClockConfig changed) {
        ZoneRules before = rules;
        rules = ClockRules.of(changed, this::complain);
        if (!rules.equals(before)) {
            events.postEvent(new Event(DeviceEvents.CLOCK, Map.of()));
        }
    }

    private void complain(String complaint) {
        log.warn("{}", complaint);
    }

    @Override
    public Instant instant() {
        return scopes.now();
    }

    @Override
    public ZoneRules rules() {
        return rules;
    }
}
