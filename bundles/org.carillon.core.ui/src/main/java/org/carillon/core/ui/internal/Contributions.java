package org.carillon.core.ui.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.carillon.api.ui.Indicator;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.api.ui.KeyFunction;
import org.carillon.api.ui.KeyFunction.Key;
import org.carillon.api.ui.KeyFunction.Light;
import org.carillon.api.ui.PhoneAction;
import org.carillon.api.ui.Softkey;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** What features add to the face of the phone, as they come and go. One that fails to say what it shows, shows nothing. Safe for use by any thread. */
@Component(service = Contributions.class)
public final class Contributions {
    private record Function(KeyFunction service, int type) {}

    private record Action(PhoneAction service, List<String> names) {}

    private record Named(Softkey service, String name) {}

    private final List<Function> functions = new CopyOnWriteArrayList<>();
    private final List<Action> actions = new CopyOnWriteArrayList<>();
    private final List<Indicator> indicators = new CopyOnWriteArrayList<>();
    private final List<Named> softkeys = new CopyOnWriteArrayList<>();
    private final Changes changes;
    private final Logger log;

    @Activate
    public Contributions(@Reference(name = "changes") Changes changes, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.changes = changes;
        this.log = log;
    }

    @Reference(name = "functions", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindFunction(KeyFunction function, Map<String, ?> properties) {
        if (properties.get(KeyFunction.TYPE) instanceof Integer type) {
            functions.add(new Function(function, type));
            changes.tell();
        } else {
            log.error("{} does not say its key type by {}", function.getClass().getName(), KeyFunction.TYPE);
        }
    }

    void unbindFunction(KeyFunction function) {
        functions.removeIf(bound -> bound.service() == function);
        changes.tell();
    }

    @Reference(name = "actions", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAction(PhoneAction action, Map<String, ?> properties) {
        actions.add(new Action(action, switch (properties.get(PhoneAction.NAME)) {
            case String name -> List.of(name);
            case String[] names -> List.of(names);
            case null, default -> List.of();
        }));
        changes.tell();
    }

    void unbindAction(PhoneAction action) {
        actions.removeIf(bound -> bound.service() == action);
        changes.tell();
    }

    @Reference(name = "indicators", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindIndicator(Indicator indicator) {
        indicators.add(indicator);
        changes.tell();
    }

    void unbindIndicator(Indicator indicator) {
        indicators.remove(indicator);
        changes.tell();
    }

    @Reference(name = "softkeys", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSoftkey(Softkey softkey, Map<String, ?> properties) {
        if (properties.get(Softkey.NAME) instanceof String name) {
            softkeys.add(new Named(softkey, name));
            changes.tell();
        } else {
            log.error("{} does not say its name by {}", softkey.getClass().getName(), Softkey.NAME);
        }
    }

    void unbindSoftkey(Softkey softkey) {
        softkeys.removeIf(bound -> bound.service() == softkey);
        changes.tell();
    }

    /** The function of a key type. */
    Optional<KeyFunction> function(int type) {
        return functions.stream().filter(bound -> bound.type() == type).map(Function::service).findFirst();
    }

    /** What the light of a key of that type shows; empty when no feature brings the type. */
    Optional<Light> light(int type, Key key) {
        return function(type).map(function -> asked(function, () -> function.light(key)).orElse(Light.OFF));
    }

    Optional<PhoneAction> action(String name) {
        return actions.stream().filter(bound -> bound.names().contains(name)).map(Action::service).findFirst();
    }

    /** Names of all actions, in order. */
    TreeSet<String> actionNames() {
        return new TreeSet<>(actions.stream().flatMap(bound -> bound.names().stream()).toList());
    }

    /** The softkey of a name in the layouts. */
    Optional<Softkey> softkey(String name) {
        return softkeys.stream().filter(bound -> bound.name().equals(name)).map(Named::service).findFirst();
    }

    /** What a softkey is called now; empty while it would do nothing. */
    String label(Softkey softkey) {
        return asked(softkey, softkey::label).orElse("");
    }

    /** What the screen shows beside everything else. */
    List<Sign> signs() {
        return indicators.stream().flatMap(indicator -> asked(indicator, indicator::sign).stream()).toList();
    }

    private <T> Optional<T> asked(Object feature, Supplier<T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException e) {
            log.error("{} does not say what it shows", feature.getClass().getName(), e);
            return Optional.empty();
        }
    }
}
