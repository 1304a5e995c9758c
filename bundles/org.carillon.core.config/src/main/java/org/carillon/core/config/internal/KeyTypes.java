package org.carillon.core.config.internal;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The key types that the bundles of this phone bring: what a parameter of the format {@code keyType} takes. Changes while bundles come and go. */
final class KeyTypes {
    /** Format of such a parameter. */
    static final String FORMAT = "keyType";
    /** A key that does nothing. */
    private static final long NOT_USED = 0;

    private volatile List<String> values = List.of(String.valueOf(NOT_USED));

    /** In ascending order. */
    List<String> values() {
        return values;
    }

    /** Returns whether that is a change. */
    boolean replace(Collection<Long> types) {
        TreeSet<Long> sorted = new TreeSet<>(types);
        sorted.add(NOT_USED);
        List<String> now = sorted.stream().map(String::valueOf).toList();
        boolean changed = !now.equals(values);
        values = now;
        return changed;
    }
}
