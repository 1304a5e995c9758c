package org.carillon.sim.testkit;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Makes configurations as Declarative Services would. */
public final class Configs {
    private Configs() {}

    /** A configuration with the defaults of its annotation interface. */
    public static <T> T defaults(Class<T> type) {
        return of(type, Map.of());
    }

    /**
     * @param values
     *            by method name; the defaults for the rest
     * @throws IllegalArgumentException
     *             when there is no such method, or its value is of another type
     */
    public static <T> T of(Class<T> type, Map<String, ?> values) {
        values.forEach((name, value) -> check(type, name, value));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (proxy, method, arguments) -> switch (method
                .getName()) {
            case "toString" -> type.getSimpleName() + values;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "annotationType" -> type;
            case String name when values.containsKey(name) -> values.get(name);
            default -> method.getDefaultValue();
        }));
    }

    private static void check(Class<?> type, String name, Object value) {
        try {
            Method method = type.getMethod(name);
            Class<?> expected = method.getReturnType();
            if (!MethodType.methodType(expected).wrap().returnType().isInstance(value)) {
                throw new IllegalArgumentException(name + " is " + expected.getName() + ", not " + value.getClass().getName());
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + " has no " + name, e);
        }
    }
}
