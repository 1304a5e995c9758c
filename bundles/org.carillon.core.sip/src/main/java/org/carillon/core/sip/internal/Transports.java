package org.carillon.core.sip.internal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.lib.jainsip.Transport;

/**
 * The transports of this phone.
 *
 * @param streams
 *            those over connections, by name
 */
record Transports(Transport udp, Map<String, Streams> streams) {
    Optional<Streams> stream(String name) {
        return Optional.ofNullable(streams.get(name));
    }

    /** In lower case. */
    Set<String> names() {
        var names = new TreeSet<>(streams.keySet());
        names.add("udp");
        return names;
    }
}
