package org.carillon.core.device.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.carillon.api.device.Hardware;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The facts of the hardware fragment that is attached to this bundle. */
@Component
public final class FragmentHardware implements Hardware {
    private final Map<String, Object> facts;

    @Activate
    public FragmentHardware(BundleContext context) {
        this(byFragment(context.getBundle()));
    }

    /**
     * @param fragments
     *            the attributes of the capability by the fragment's symbolic name
     */
    FragmentHardware(Map<String, Map<String, Object>> fragments) {
        if (fragments.size() != 1) {
            throw new IllegalStateException("exactly one hardware fragment must provide " + NAMESPACE + ", found "
                    + (fragments.isEmpty() ? "none" : String.join(", ", fragments.keySet())));
        }
        facts = new TreeMap<>();
        fragments.values().iterator().next().forEach((name, value) -> facts.put(name, typed(value)));
    }

    private static Map<String, Map<String, Object>> byFragment(Bundle host) {
        return host.adapt(BundleWiring.class).getCapabilities(NAMESPACE).stream().collect(Collectors.toMap(
                capability -> capability.getRevision().getSymbolicName(), BundleCapability::getAttributes, (one, other) -> one,
                LinkedHashMap::new));
    }

    /** Header attributes know no booleans. */
    private static Object typed(Object value) {
        return switch (value) {
            case String text when "true".equals(text) || "false".equals(text) -> Boolean.valueOf(text);
            case List<?> list -> list.stream().map(String::valueOf).toList();
            default -> value;
        };
    }

    @Override
    public Map<String, Object> facts() {
        return Map.copyOf(facts);
    }

    @Override
    public int number(String fact) {
        if (facts.get(fact) instanceof Number number) {
            return Math.toIntExact(number.longValue());
        }
        throw new IllegalArgumentException("the hardware has no number " + fact);
    }

    @Override
    public Optional<String> text(String fact) {
        return Optional.ofNullable(facts.get(fact)).map(value -> value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString());
    }

    @Override
    public List<String> list(String fact) {
        return facts.get(fact) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
