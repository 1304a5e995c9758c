package org.carillon.core.config.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.carillon.api.parameter.PerIndex;

/** The instances of a factory PID as annotations, named and converted as Declarative Services do it. */
final class Instances<T> implements PerIndex<T> {
    private record Made<T>(Map<String, Object> from, T annotation) {}

    private final Class<T> type;
    private final int count;
    private final Function<Integer, Map<String, Object>> properties;
    private final Map<Integer, Made<T>> cache = new ConcurrentHashMap<>();

    /**
     * @param properties
     *            of an instance; null when there is none
     */
    Instances(Class<T> type, int count, Function<Integer, Map<String, Object>> properties) {
        this.type = type;
        this.count = count;
        this.properties = properties;
    }

    @Override
    public T get(int index) {
        Map<String, Object> found = properties.apply(index);
        Map<String, Object> current = found == null ? Map.of() : found;
        int key = found == null ? 0 : index;
        Made<T> made = cache.get(key);
        if (made == null || made.from() != current) {
            made = new Made<>(current, annotation(current));
            cache.put(key, made);
        }
        return made.annotation();
    }

    @Override
    public int count() {
        return count;
    }

    private T annotation(Map<String, Object> from) {
        Map<String, Object> values = new TreeMap<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.getParameterCount() == 0) {
                Object value = from.get(attribute(method.getName()));
                Object present = value == null ? method.getDefaultValue() : value;
                values.put(method.getName(), present instanceof List<?> items ? items.toArray(String[]::new) : present);
            }
        }
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> type.getSimpleName() + values.keySet();
                    case "annotationType" -> type;
                    default -> values.get(method.getName()) instanceof Object[] array ? Arrays.copyOf(array, array.length)
                            : values.get(method.getName());
                });
        return type.cast(proxy);
    }

    /** The property of a method, by the rules of OSGi Compendium 112.8.2.1. */
    static String attribute(String method) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            boolean doubled = i + 1 < method.length() && method.charAt(i + 1) == c;
            if (method.startsWith("$_$", i)) {
                name.append('-');
                i += 2;
            } else if ((c == '$' || c == '_') && doubled) {
                name.append(c);
                i++;
            } else if (c == '_') {
                name.append('.');
            } else if (c != '$') {
                name.append(c);
            }
        }
        return name.toString();
    }
}
