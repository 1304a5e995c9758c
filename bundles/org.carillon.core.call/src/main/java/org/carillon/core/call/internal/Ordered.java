package org.carillon.core.call.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Services in the order of a phase, within it by ranking and age, which come and go while others look on.
 *
 * @param <T>
 *            the service
 */
final class Ordered<T> {
    private record Item<T>(T service, int phase, int ranking, long id) {}

    private final String phase;
    private final Comparator<Item<T>> order = Comparator.comparingInt((Item<T> item) -> item.phase())
            .thenComparing(Comparator.comparingInt((Item<T> item) -> item.ranking()).reversed()).thenComparingLong(Item::id);
    private volatile List<Item<T>> items = List.of();

    /**
     * @param phase
     *            name of the service property that orders; services without it come last
     */
    Ordered(String phase) {
        this.phase = phase;
    }

    synchronized void add(T service, Map<String, ?> properties) {
        Item<T> item = new Item<>(service, (int) number(properties, phase, Integer.MAX_VALUE),
                (int) number(properties, "service.ranking", 0), number(properties, "service.id", Long.MAX_VALUE));
        items = Stream.concat(items.stream(), Stream.of(item)).sorted(order).toList();
    }

    synchronized void remove(T service) {
        items = items.stream().filter(item -> item.service() != service).toList();
    }

    List<T> all() {
        return items.stream().map(Item::service).toList();
    }

    private static long number(Map<String, ?> properties, String name, long otherwise) {
        return properties.get(name) instanceof Number number ? number.longValue() : otherwise;
    }
}
