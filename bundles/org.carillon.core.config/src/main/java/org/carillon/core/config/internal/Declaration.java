package org.carillon.core.config.internal;

import java.util.List;

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
}
