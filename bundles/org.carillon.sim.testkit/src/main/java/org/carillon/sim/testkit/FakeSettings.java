package org.carillon.sim.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Settings;

/** The user layer as a map. */
public final class FakeSettings implements Settings {
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private Consumer<Map<String, String>> listener = changed -> {};

    /** Refuses every value of an id from now on. */
    public FakeSettings refuse(String id, String message) {
        refusals.put(id, message);
        return this;
    }

    /** Told what {@link #set} changed, after it: the place to hand a component its new configuration. */
    public FakeSettings onSet(Consumer<Map<String, String>> told) {
        listener = told;
        return this;
    }

    /** What the user layer holds now. */
    public synchronized Map<String, String> values() {
        return Map.copyOf(values);
    }

    @Override
    public void set(Map<String, String> changes) {
        synchronized (this) {
            changes.keySet().stream().filter(refusals::containsKey).findFirst().ifPresent(id -> {
                throw new ParameterException(id, refusals.get(id));
            });
            values.putAll(changes);
        }
        listener.accept(changes);
    }

    @Override
    public synchronized void unset(String id) {
        values.remove(id);
    }
}
