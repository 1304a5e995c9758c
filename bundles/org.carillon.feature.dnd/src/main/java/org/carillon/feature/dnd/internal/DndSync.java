package org.carillon.feature.dnd.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.line.Lines;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.parameter.Settings;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.EventSubscriptions;
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
 * Keeps the server's do-not-disturb in step (manual 10.13.5): a change by a person is told to it by dialling a code, or inside a subscription to
 * as-feature-event, whose notifications change the phone in turn. In phone mode the first registered line speaks for the phone.
 */
@Component(service = EventHandler.class, immediate = true)
@EventTopics({ParameterEvents.CHANGED, LineEvents.CHANGED})
public final class DndSync implements EventHandler {
    private final DndScreening dnd;
    private final Settings settings;
    private final Lines lines;
    private final Calls calls;
    private final EventSubscriptions subscriptions;
    private final Logger log;
    private final Scope scope;
    private final Executor executor;
    private final Map<Integer, EventSubscriptions.Subscription> open = new HashMap<>();
    private final Map<Integer, Boolean> onServer = new HashMap<>();

    @Activate
    public DndSync(@Reference(name = "dnd") DndScreening dnd, @Reference(name = "settings") Settings settings,
            @Reference(name = "lines") Lines lines,
            @Reference(name = "calls") Calls calls, @Reference(name = "subscriptions") EventSubscriptions subscriptions,
            @Reference(name = "scopes") Scopes scopes, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.dnd = dnd;
        this.settings = settings;
        this.lines = lines;
        this.calls = calls;
        this.subscriptions = subscriptions;
        this.log = log;
        this.scope = scopes.open("feature.dnd");
        this.executor = scope.serial("sync");
        scope.onClose(() -> open.values().forEach(EventSubscriptions.Subscription::close));
        executor.execute(this::subscribe);
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public void handleEvent(Event event) {
        List<String> changed = new ArrayList<>();
        if (event.getProperty(ParameterEvents.IDS) instanceof List<?> ids && "user".equals(event.getProperty(ParameterEvents.LAYER))) {
            ids.forEach(id -> changed.add(String.valueOf(id)));
        }
        executor.execute(() -> {
            subscribe();
            speakers().stream().filter(account -> changed.contains(dnd.policy().of(account).id())).forEach(this::tell);
        });
    }

    /** Accounts whose server is told about DND. */
    private List<Integer> speakers() {
        List<Integer> registered = lines.all().stream().filter(Line::registered).map(Line::account).toList();
        return dnd.policy().isPerAccount() ? registered : registered.stream().limit(1).toList();
    }

    private void subscribe() {
        List<Integer> wanted = speakers().stream().filter(account -> dnd.policy().of(account).subscribe()).toList();
        List.copyOf(open.keySet()).stream().filter(account -> !wanted.contains(account)).forEach(account -> {
            open.remove(account).close();
            onServer.remove(account);
        });
        wanted.forEach(account -> open.computeIfAbsent(account,
                one -> subscriptions.subscribe(one, DoNotDisturbEvent.PACKAGE, DoNotDisturbEvent.TYPE,
                        (type, body, headers) -> executor.execute(() -> notified(one, body)))));
    }

    private void tell(int account) {
        DndPolicy.Switch changed = dnd.policy().of(account);
        if (changed.subscribe()) {
            if (!Boolean.valueOf(changed.on()).equals(onServer.put(account, changed.on()))) {
                open.get(account).send(DoNotDisturbEvent.TYPE, DoNotDisturbEvent.request(changed.on()));
            }
        } else if (!changed.code().isEmpty()) {
            try {
                calls.dial(new DialRequest(changed.code(), account, true));
            } catch (CallException e) {
                log.warn("the server of account {} was not told about DND: {}", account, e.getMessage());
            }
        }
    }

    private void notified(int account, String body) {
        DoNotDisturbEvent.parse(body).ifPresent(on -> {
            onServer.put(account, on);
            DndPolicy.Switch own = dnd.policy().of(account);
            if (own.on() != on) {
                settings.set(Map.of(own.id(), Boolean.toString(on)));
            }
        });
    }
}
