package org.carillon.core.config.internal;

import java.util.List;
import java.util.function.BiFunction;

/**
 * A transaction, and what takes it back.
 *
 * @param at
 *            when it was committed, milliseconds since 1970
 * @param cause
 *            who did it, for a person
 * @param back
 *            what the layers of the user and of files said before
 */
record Past(long sequence, long at, String cause, List<Change> back) {
    /**
     * @param before
     *            what the layers said
     */
    static Past of(long sequence, long at, String cause, List<Change> changes, BiFunction<Layer, String, Entry> before) {
        return new Past(sequence, at, cause, changes.stream().filter(change -> change.layer() == Layer.USER || change.layer().isFile())
                .map(change -> new Change(change.layer(), change.id(), before.apply(change.layer(), change.id()))).toList());
    }
}
