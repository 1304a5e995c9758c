package org.carillon.core.config.internal;

import java.util.ArrayList;
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

    /** Applies many transactions without a state between them. */
    static final class Replay {
        private final Map<Layer, SortedMap<String, Entry>> layers = new EnumMap<>(Layer.class);

        /** Null when the layer says nothing. */
        Entry get(Layer layer, String id) {
            SortedMap<String, Entry> entries = layers.get(layer);
            return entries == null ? null : entries.get(id);
        }

        void apply(List<Change> changes) {
            for (Change change : changes) {
                SortedMap<String, Entry> entries = layers.computeIfAbsent(change.layer(), layer -> new TreeMap<>());
                if (change.entry() == null) {
                    entries.remove(change.id());
                } else {
                    entries.put(change.id(), change.entry());
                }
            }
        }

        /** Nothing is applied after this. */
        State state() {
            layers.values().removeIf(SortedMap::isEmpty);
            layers.replaceAll((layer, entries) -> Collections.unmodifiableSortedMap(entries));
            return new State(layers);
        }
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

    /** The changes that lead from here to another state. */
    List<Change> changesTo(State other) {
        List<Change> changes = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            SortedMap<String, Entry> mine = layer(layer);
            SortedMap<String, Entry> theirs = other.layer(layer);
            if (mine != theirs) {
                mine.keySet().stream().filter(id -> !theirs.containsKey(id)).forEach(id -> changes.add(new Change(layer, id, null)));
                theirs.forEach((id, entry) -> {
                    if (!entry.equals(mine.get(id))) {
                        changes.add(new Change(layer, id, entry));
                    }
                });
            }
        }
        return changes;
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
