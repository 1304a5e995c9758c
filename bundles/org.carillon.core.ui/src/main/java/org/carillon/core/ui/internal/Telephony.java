package org.carillon.core.ui.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.line.Line;
import org.carillon.api.line.Lines;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;

/** Lines and calls, as long as there are any, and how the last call ended. Safe for use by any thread. */
@Component(service = {Telephony.class, EventHandler.class}, immediate = true)
@EventTopics(CallEvents.ENDED)
public final class Telephony implements EventHandler {
    /** How long a person can read why a call ended. */
    static final Duration FAREWELL = Duration.ofSeconds(3);

    /** A call that is over, and why. */
    record Ended(Call call, String reason, long nanoTime) {}

    private final Scopes scopes;
    private volatile Calls calls;
    private volatile Lines lines;
    private volatile Ended last;

    @Activate
    public Telephony(@Reference(name = "scopes") Scopes scopes) {
        this.scopes = scopes;
    }

    @Reference(name = "calls", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindCalls(Calls service) {
        calls = service;
    }

    void unbindCalls(Calls service) {
        if (calls == service) {
            calls = null;
        }
    }

    @Reference(name = "lines", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLines(Lines service) {
        lines = service;
    }

    void unbindLines(Lines service) {
        if (lines == service) {
            lines = null;
        }
    }

    @Override
    public void handleEvent(Event event) {
        if (event.getProperty(CallEvents.CALL) instanceof Call call && isOwn(call)) {
            last = new Ended(call, String.valueOf(event.getProperty(CallEvents.REASON)), scopes.nanoTime());
        }
    }

    /** True for a call that a person took part in. */
    private static boolean isOwn(Call call) {
        return call.direction() == Call.Direction.OUT || call.durationMillis() > 0;
    }

    List<Line> lines() {
        Lines known = lines;
        return known == null ? List.of() : known.all();
    }

    /** Live calls; an incoming one that is still being judged is nobody's business. */
    List<Call> calls() {
        Calls known = calls;
        return known == null ? List.of()
                : known.all().stream().filter(call -> call.direction() == Call.Direction.OUT || call.state() != Call.State.DIALING)
                        .toList();
    }

    /** The call that ended a moment ago. */
    Optional<Ended> farewell() {
        return Optional.ofNullable(last).filter(ended -> scopes.nanoTime() - ended.nanoTime() < FAREWELL.toNanos());
    }

    /**
     * To act on calls.
     *
     * @throws CallException
     *             when there are none to act on
     */
    Calls act() {
        Calls known = calls;
        if (known == null) {
            throw new CallException("calls do not run");
        }
        return known;
    }
}
