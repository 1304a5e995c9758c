package org.carillon.core.media.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSessions;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.core.media.internal.codec.Opus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Makes ready what the first call would find cold. Some time after the start a sample offer is answered, so that classes, tables and call sites
 * are there (ADR 0040); and Opus is compiled, once, where an account lists it (ADR 0043).
 */
@Component(service = EventHandler.class, immediate = true)
@EventTopics(ParameterEvents.CHANGED)
public final class Rehearsal implements EventHandler {
    /** When a start has nothing else to do, and before somebody calls. */
    static final Duration SOON = Duration.ofMillis(300);
    /** The start of the phone, or whatever else changes parameters, comes first. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final String SAMPLE_OFFER = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 9 RTP/AVP 8 0 9 101
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            """.replace("\n", "\r\n");

    private final MediaSessions sessions;
    private final PerIndex<AccountConfig> accounts;
    private final Logger log;
    private final Scope scope;
    private final AtomicBoolean begun = new AtomicBoolean();

    @Activate
    public Rehearsal(@Reference(name = "sessions") MediaSessions sessions,
            @Reference(name = "configurations") Configurations configurations, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.sessions = sessions;
        this.accounts = configurations.perIndex(AccountConfig.class, AccountConfig.PID);
        this.log = log;
        this.scope = scopes.open("core.media.rehearsal");
        scope.after(SOON, scope.blocking(), this::answer);
        plan();
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public void handleEvent(Event event) {
        if (event.getProperty(ParameterEvents.IDS) instanceof List<?> ids
                && ids.stream().anyMatch(id -> id.toString().endsWith("AudioCodec"))) {
            plan();
        }
    }

    private void answer() {
        try {
            sessions.check(1, SAMPLE_OFFER);
        } catch (MediaException e) {
            log.debug("account 1 takes no call: {}", e.getMessage());
        }
    }

    private void plan() {
        if (!begun.get() && isListed()) {
            scope.after(PAUSE, scope.blocking(), this::begin);
        }
    }

    private boolean isListed() {
        for (int account = 1; account <= accounts.count(); account++) {
            if (List.of(accounts.get(account).audioCodecs()).contains(Integer.toString(Opus.WIDE_BAND.payloadType()))) {
                return true;
            }
        }
        return false;
    }

    private void begin() {
        if (!begun.getAndSet(true)) {
            Opus.rehearse();
            log.debug("Opus is rehearsed");
        }
    }
}
