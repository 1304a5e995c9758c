package org.carillon.core.ui.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
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

/** Lines and calls, as long as there are any, how the last call ended and who was called last. Safe for use by any thread. */
@Component(service = {Telephony.class, EventHandler.class}, immediate = true)
@EventTopics({CallEvents.NEW, CallEvents.CHANGED, CallEvents.ENDED, LineEvents.CHANGED})
public final class Telephony implements EventHandler {
    /** How long a person can read why a call ended. */
    static final Duration FAREWELL = Duration.ofSeconds(3);

    /** A call that is over, and why. */
    record Ended(Call call, String reason, long nanoTime) {}

    private final Scopes scopes;
    private final Changes changes;
    private volatile Calls calls;
    private volatile Lines lines;
    private volatile Ended last;
    private volatile Call dialled;

    @Activate
    public Telephony(@Reference(name = "scopes") Scopes scopes, @Reference(name = "changes") Changes changes) {
        this.scopes = scopes;
        this.changes = changes;
    }

    @Reference(name = "calls", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindCalls(Calls service) {
        calls = service;
        changes.tell();
    }

    void unbindCalls(Calls service) {
        if (calls == service) {
            calls = null;
            changes.tell();
        }
    }

    @Reference(name = "lines", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLines(Lines service) {
        lines = service;
        changes.tell();
    }

    void unbindLines(Lines service) {
        if (lines == service) {
            lines = null;
            changes.tell();
        }
    }

    @Override
    public void handleEvent(Event event) {
        if (event.getProperty(CallEvents.CALL) instanceof Call call) {
            if (event.getTopic().equals(CallEvents.ENDED) && isOwn(call)) {
                last = new Ended(call, String.valueOf(event.getProperty(CallEvents.REASON)), scopes.nanoTime());
            } else if (event.getTopic().equals(CallEvents.NEW) && call.direction() == Call.Direction.OUT) {
                dialled = call;
            }
        }
        changes.tell();
    }

    /** True for a call that a person took part in. */
    private static boolean isOwn(Call call) {
        return call.direction() == Call.Direction.OUT || call.durationMillis() > 0;
    }

    List<Line> lines() {
        Lines known = lines;
        return known == null ? List.of() : known.all();
    }

    /** The line that the phone would call from. */
    Optional<Line> line() {
        return Stream.concat(lines().stream().filter(Line::registered), lines().stream()).findFirst();
    }

    /** The line of an account. */
    Optional<Line> line(int account) {
        return lines().stream().filter(line -> line.account() == account).findFirst();
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
        return Optional.ofNullable(last).filter(ended -> farewellRest(ended).isPositive());
    }

    /** How long the end of a call is shown yet. */
    Duration farewellRest(Ended ended) {
        return FAREWELL.minusNanos(scopes.nanoTime() - ended.nanoTime());
    }

    /** Shows the end of the last call no longer. */
    void dismiss() {
        last = null;
    }

    /** The call that went out last; empty before any did. */
    Optional<Call> dialled() {
        return Optional.ofNullable(dialled);
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
