package org.carillon.core.config.internal;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The value that counts, and where it comes from. An entry that masks makes the file layers below it invisible; an entry that the parameter
 * does not take is as if it was not there.
 *
 * @param value
 *            in its one spelling
 */
record Effective(String value, Layer layer, String source) {
    /**
     * An entry that is not permitted.
     */
    record Ignored(Slot slot, Layer layer, Entry entry) {}

    static Effective of(State state, Slot slot) {
        return of(state, slot, ignored -> {});
    }

    /**
     * @param report
     *            takes the entries of higher rank that are not permitted
     */
    static Effective of(State state, Slot slot, Consumer<Ignored> report) {
        String mask = null;
        for (Layer layer : Layer.DESCENDING) {
            Entry entry = state.get(layer, slot.id());
            if (entry == null || mask != null && layer.isFile()) {
                continue;
            }
            if (entry.masks()) {
                mask = entry.source();
                continue;
            }
            Optional<String> value = slot.definition().canonical(entry.value());
            if (value.isPresent()) {
                return new Effective(value.get(), layer, entry.source());
            }
            report.accept(new Ignored(slot, layer, entry));
        }
        return new Effective(slot.definition().defaultText(), Layer.DEFAULT, mask == null ? slot.definition().defaultSource() : mask);
    }
}
