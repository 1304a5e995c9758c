package org.carillon.core.config.internal;

import java.util.List;
import java.util.stream.Stream;

/**
 * An object class: the parameters of one PID.
 *
 * @param bundle
 *            symbolic name of the declaring bundle
 * @param instances
 *            names of the instances of a factory PID, such as {@code 3} or {@code 2.17}; null for a singleton
 */
record Declaration(String bundle, String pid, List<String> instances, List<Definition> definitions) {
    /** PID of one instance. */
    String pid(String instance) {
        return instance == null ? pid : pid + "~" + instance;
    }

    /** PIDs of all instances. */
    Stream<String> pids() {
        return instances == null ? Stream.of(pid) : instances.stream().map(this::pid);
    }
}
