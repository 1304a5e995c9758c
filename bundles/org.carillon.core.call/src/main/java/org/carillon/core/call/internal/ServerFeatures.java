package org.carillon.core.call.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.carillon.api.call.ServerFeature;
import org.carillon.api.call.ServerFeature.Switch;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.line.Lines;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.parameter.Settings;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.EventSubscriptions;
import org.carillon.api.sip.SipException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Keeps what servers do in step with the features of this phone that they have as well (manual 10.13.5, 10.14.5), and tells everybody else when
 * one of them is turned on or off.
 */
@Component(service = EventHandler.class, immediate = true)
@EventTopics({ParameterEvents.CHANGED, LineEvents.CHANGED})
public final class ServerFeatures implements EventHandler {
    private final Settings settings;
    private final Lines lines;
    private final Calls calls;
    private final EventSubscriptions subscriptions;
    private final EventAdmin events;
    private final Logger log;
    private final Scope scope;
    private final Executor executor;
    private final List<ServerFeature> features = new CopyOnWriteArrayList<>();
    private final Map<Integer, FeatureLink> links = new HashMap<>();
    /** What was on when last looked at, by name and account. */
    private final Map<String, Boolean> known = new HashMap<>();

    @Activate
    public ServerFeatures(@Reference(name = "settings") Settings settings, @Reference(name = "lines") Lines lines,
            @Reference(name = "calls") Calls calls, @Reference(name = "subscriptions") EventSubscriptions subscriptions,
            @Reference(name = "events") EventAdmin events, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.settings = settings;
        this.lines = lines;
        this.calls = calls;
        this.subscriptions = subscriptions;
        this.events = events;
        this.log = log;
        this.scope = scopes.open("core.call.features");
        this.executor = scope.serial("features");
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Reference(name = "features", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindFeature(ServerFeature feature) {
        features.add(feature);
        executor.execute(() -> {
            subscribe();
            announce();
        });
    }

    void unbindFeature(ServerFeature feature) {
        features.remove(feature);
        executor.execute(this::subscribe);
    }

    @Override
    public void handleEvent(Event event) {
        boolean byPerson = "user".equals(event.getProperty(ParameterEvents.LAYER));
        List<?> changed = byPerson && event.getProperty(ParameterEvents.IDS) instanceof List<?> ids ? ids : List.of();
        executor.execute(() -> {
            subscribe();
            announce();
            features.forEach(feature -> speakers(feature).forEach(account -> feature.switches(account).stream()
                    .filter(one -> !Collections.disjoint(one.told(), changed)).forEach(one -> tell(feature, account, one))));
        });
    }

    /** Tells of what is on otherwise than before, for each line; what is seen for the first time is no news. */
    private void announce() {
        List<Integer> accounts = lines.all().stream().map(Line::account).toList();
        features.forEach(feature -> accounts
                .forEach(account -> feature.switches(account).forEach(one -> announce(account, one))));
    }

    private void announce(int account, Switch one) {
        Boolean before = known.put(one.name() + " " + account, one.on());
        if (before != null && before != one.on()) {
            events.postEvent(new Event(LineEvents.SWITCHED,
                    Map.of(LineEvents.ACCOUNT, account, LineEvents.SERVICE, one.name(), LineEvents.ON, one.on())));
        }
    }

    /** Accounts whose server is told of a feature. */
    private List<Integer> speakers(ServerFeature feature) {
        List<Integer> registered = lines.all().stream().filter(Line::registered).map(Line::account).toList();
        return feature.isPerAccount() ? registered : registered.stream().limit(1).toList();
    }

    /**
     * Has a subscription for each account that a feature wants one for. When other features want it than before, it is made anew: a first
     * notification says everything.
     */
    private void subscribe() {
        Map<Integer, List<ServerFeature>> wanted = new TreeMap<>();
        features.forEach(feature -> speakers(feature).stream().filter(feature::subscribes)
                .forEach(account -> wanted.computeIfAbsent(account, none -> new ArrayList<>()).add(feature)));
        List.copyOf(links.values()).stream().filter(link -> !link.features().equals(wanted.get(link.account()))).forEach(link -> {
            links.remove(link.account());
            link.close();
        });
        wanted.forEach((account, who) -> {
            if (!links.containsKey(account)) {
                subscribe(account, List.copyOf(who));
            }
        });
    }

    private void subscribe(int account, List<ServerFeature> who) {
        FeatureLink link = new FeatureLink(account, who, settings, scope.child("account" + account), log);
        try {
            link.open(subscriptions);
            links.put(account, link);
        } catch (SipException e) {
            link.close();
            log.warn("no subscription to {} for account {}: {}", FeatureEvents.PACKAGE, account, e.getMessage());
        }
    }

    private void tell(ServerFeature feature, int account, Switch changed) {
        if (!feature.subscribes(account)) {
            dial(account, changed.code());
        } else if (links.containsKey(account)) {
            links.get(account).tell(changed);
        }
    }

    private void dial(int account, String code) {
        if (!code.isEmpty()) {
            try {
                calls.dial(new DialRequest(code, account, true));
            } catch (CallException e) {
                log.warn("code {} was not dialled for account {}: {}", code, account, e.getMessage());
            }
        }
    }
}
