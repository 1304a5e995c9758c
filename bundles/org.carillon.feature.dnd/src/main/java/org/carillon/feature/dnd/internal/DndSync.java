package org.carillon.feature.dnd.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.line.Lines;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Settings;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.EventSubscriptions;
import org.carillon.api.sip.SipException;
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
 * Keeps the server's do-not-disturb and the phone's in step (manual 10.13.5). What a person changes is told to the server, by dialling a code or
 * inside a subscription to as-feature-event; what the server notifies changes the phone. In phone mode the first registered line speaks for all.
 */
@Component(service = EventHandler.class, immediate = true)
@EventTopics({ParameterEvents.CHANGED, LineEvents.CHANGED})
public final class DndSync implements EventHandler {
    private record Open(Scope scope, EventSubscriptions.Subscription subscription) {}

    private final DndScreening dnd;
    private final Settings settings;
    private final Lines lines;
    private final Calls calls;
    private final EventSubscriptions subscriptions;
    private final Logger log;
    private final Scope scope;
    private final Executor executor;
    private final Map<Integer, Open> open = new HashMap<>();
    /** What the server said last, or was told since, by account. */
    private final Map<Integer, Boolean> server = new ConcurrentHashMap<>();

    @Activate
    public DndSync(@Reference(name = "dnd") DndScreening dnd, @Reference(name = "settings") Settings settings,
            @Reference(name = "lines") Lines lines, @Reference(name = "calls") Calls calls,
            @Reference(name = "subscriptions") EventSubscriptions subscriptions, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.dnd = dnd;
        this.settings = settings;
        this.lines = lines;
        this.calls = calls;
        this.subscriptions = subscriptions;
        this.log = log;
        this.scope = scopes.open("feature.dnd");
        this.executor = scope.serial("sync");
        executor.execute(this::subscribe);
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public void handleEvent(Event event) {
        boolean byPerson = "user".equals(event.getProperty(ParameterEvents.LAYER));
        List<?> changed = byPerson && event.getProperty(ParameterEvents.IDS) instanceof List<?> ids ? ids : List.of();
        executor.execute(() -> {
            subscribe();
            speakers().stream().filter(account -> changed.contains(dnd.policy().switchOf(account))).forEach(this::tell);
        });
    }

    /** Accounts whose server is told. */
    private List<Integer> speakers() {
        List<Integer> registered = lines.all().stream().filter(Line::registered).map(Line::account).toList();
        return dnd.policy().isPerAccount() ? registered : registered.stream().limit(1).toList();
    }

    /** Has a subscription for each account that wants one, and for no other. */
    private void subscribe() {
        List<Integer> wanted = speakers().stream().filter(dnd.policy()::subscribes).toList();
        List.copyOf(open.keySet()).stream().filter(account -> !wanted.contains(account)).forEach(account -> {
            open.remove(account).scope().close();
            lost(account);
        });
        wanted.stream().filter(account -> !open.containsKey(account)).forEach(this::subscribe);
    }

    private void subscribe(int account) {
        Scope own = scope.child("account" + account);
        try {
            EventSubscriptions.Subscription subscription = subscriptions.subscribe(account, DndEvent.PACKAGE, DndEvent.TYPE,
                    listener(account, own));
            own.onClose(subscription);
            open.put(account, new Open(own, subscription));
        } catch (SipException e) {
            own.close();
            log.warn("no subscription to {} for account {}: {}", DndEvent.PACKAGE, account, e.getMessage());
        }
    }

    private EventSubscriptions.Listener listener(int account, Scope own) {
        Executor mayWait = own.blocking();
        return new EventSubscriptions.Listener() {
            @Override
            public void notified(String contentType, String body, Map<String, String> headers) {
                DndEvent.parse(body).filter(on -> !own.isClosed()).ifPresent(on -> {
                    server.put(account, on);
                    dnd.serverKnows(account, true);
                    mayWait.execute(() -> follow(account));
                });
            }

            @Override
            public void refused(int code, String reason) {
                log.warn("the server of account {} refuses {}: {} {}", account, DndEvent.PACKAGE, code, reason);
                lost(account);
            }
        };
    }

    private void lost(int account) {
        server.remove(account);
        dnd.serverKnows(account, false);
    }

    /** Does as the server says; of several notifications that meet, the last one counts. */
    private void follow(int account) {
        Boolean on = server.get(account);
        if (on != null && on != dnd.policy().isOn(account)) {
            try {
                settings.set(Map.of(dnd.policy().switchOf(account), on.toString()));
            } catch (ParameterException e) {
                log.error("DND of account {} does not follow the server: {}", account, e.getMessage());
            }
        }
    }

    /** Says what holds now, unless the server said it. */
    private void tell(int account) {
        DndPolicy policy = dnd.policy();
        boolean on = policy.isOn(account);
        if (open.containsKey(account)) {
            if (!Boolean.valueOf(on).equals(server.put(account, on))) {
                open.get(account).subscription().send(DndEvent.TYPE, DndEvent.request(on));
            }
        } else if (!policy.subscribes(account) && !policy.code(account).isEmpty()) {
            try {
                calls.dial(new DialRequest(policy.code(account), account, true));
            } catch (CallException e) {
                log.warn("the server of account {} was not told that DND is {}: {}", account, on ? "on" : "off", e.getMessage());
            }
        }
    }
}
