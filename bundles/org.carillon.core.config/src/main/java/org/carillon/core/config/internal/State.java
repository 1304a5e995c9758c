package org.carillon.core.config.internal;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all layers say at one moment, whether somebody declares the ids or not. Immutable. */
final class State {
    static final State EMPTY = new State(new EnumMap<>(Layer.class));

    private final Map<Layer, SortedMap<String, Entry>> layers;

    private State(Map<Layer, SortedMap<String, Entry>> layers) {
        this.layers = layers;
    }

    /** Null when the layer says nothing. */
    Entry get(Layer layer, String id) {
        return layer(layer).get(id);
    }

    /** Entries by id, in order. */
    SortedMap<String, Entry> layer(Layer layer) {
        return layers.getOrDefault(layer, Collections.emptySortedMap());
    }

    State with(List<Change> changes) {
        Map<Layer, SortedMap<String, Entry>> next = new EnumMap<>(Layer.class);
        next.putAll(layers);
        Map<Layer, SortedMap<String, Entry>> copies = new EnumMap<>(Layer.class);
        for (Change change : changes) {
            SortedMap<String, Entry> copy = copies.computeIfAbsent(change.layer(), layer -> new TreeMap<>(layer(layer)));
            if (change.entry() == null) {
                copy.remove(change.id());
            } else {
                copy.put(change.id(), change.entry());
            }
        }
        copies.forEach((layer, entries) -> next.put(layer, Collections.unmodifiableSortedMap(entries)));
        next.values().removeIf(SortedMap::isEmpty);
        return new State(next);
    }

    /** The changes that lead here from {@link #EMPTY}. */
    List<Change> asChanges() {
        return layers.entrySet().stream()
                .flatMap(layer -> layer.getValue().entrySet().stream()
                        .map(entry -> new Change(layer.getKey(), entry.getKey(), entry.getValue())))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof State state && state.layers.equals(layers);
    }

    @Override
    public int hashCode() {
        return layers.hashCode();
    }

    @Override
    public String toString() {
        return layers.keySet().toString();
    }
}
