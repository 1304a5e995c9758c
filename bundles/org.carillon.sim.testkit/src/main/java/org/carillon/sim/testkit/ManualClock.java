package org.carillon.sim.testkit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.carillon.api.device.WallClock;
import org.carillon.api.scope.Scopes;

/** The time of scopes in a zone that a test sets; UTC at first. */
public final class ManualClock implements WallClock {
    private final Scopes scopes;
    private volatile ZoneRules rules = ZoneOffset.UTC.getRules();

    public ManualClock(Scopes scopes) {
        this.scopes = scopes;
    }

    public ManualClock zone(ZoneId zone) {
        rules = zone.getRules();
        return this;
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
