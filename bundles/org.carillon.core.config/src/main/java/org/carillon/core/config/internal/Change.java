package org.carillon.core.config.internal;

import java.util.Objects;

/**
 * One step of a transaction.
 *
 * @param entry
 *            null removes what the layer says
 */
record Change(Layer layer, String id, Entry entry) {
    Change {
        Objects.requireNonNull(layer);
        Objects.requireNonNull(id);
    }
}
