package org.carillon.core.ui.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.ui.Indicator;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.api.ui.KeyFunction;
import org.carillon.api.ui.PhoneAction;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What features add to the face of the phone, as they come and go. Safe for use by any thread. */
@Component(service = Contributions.class)
public final class Contributions {
    private final Map<Integer, KeyFunction> functions = new ConcurrentHashMap<>();
    private final Map<String, PhoneAction> actions = new ConcurrentHashMap<>();
    private final List<Indicator> indicators = new CopyOnWriteArrayList<>();

    @Reference(name = "functions", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindFunction(KeyFunction function, Map<String, Object> properties) {
        functions.put(type(properties), function);
    }

    void unbindFunction(KeyFunction function, Map<String, Object> properties) {
        functions.remove(type(properties), function);
    }

    private static int type(Map<String, Object> properties) {
        return properties.get(KeyFunction.TYPE) instanceof Integer type ? type : -1;
    }

    @Reference(name = "actions", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindAction(PhoneAction action, Map<String, Object> properties) {
        names(properties).forEach(name -> actions.put(name, action));
    }

    void unbindAction(PhoneAction action, Map<String, Object> properties) {
        names(properties).forEach(name -> actions.remove(name, action));
    }

    private static List<String> names(Map<String, Object> properties) {
        return switch (properties.get(PhoneAction.NAME)) {
            case String name -> List.of(name);
            case String[] names -> List.of(names);
            case null, default -> List.of();
        };
    }

    @Reference(name = "indicators", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindIndicator(Indicator indicator) {
        indicators.add(indicator);
    }

    void unbindIndicator(Indicator indicator) {
        indicators.remove(indicator);
    }

    Optional<KeyFunction> function(int type) {
        return Optional.ofNullable(functions.get(type));
    }

    Optional<PhoneAction> action(String name) {
        return Optional.ofNullable(actions.get(name));
    }

    /** Names of the actions, in order. */
    TreeSet<String> actionNames() {
        return new TreeSet<>(actions.keySet());
    }

    /** What the idle screen shows now. */
    List<Sign> signs() {
        return indicators.stream().map(Indicator::sign).filter(Objects::nonNull).toList();
    }
}
