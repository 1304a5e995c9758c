package org.carillon.sim.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Parameters;

/** Parameters as declared by the test, with values as put. */
public final class FakeParameters implements Parameters {
    private final Map<String, String> values = new HashMap<>();
    private List<Declared> declared = List.of();

    public synchronized FakeParameters declare(Declared parameter, String value) {
        declared = Stream.concat(declared.stream(), Stream.of(parameter)).toList();
        values.put(parameter.id(), value);
        return this;
    }

    /** Takes back what begins so, as a bundle that stops does. */
    public synchronized void withdraw(String prefix) {
        declared = declared.stream().filter(parameter -> !parameter.id().startsWith(prefix)).toList();
    }

    public synchronized void put(Map<String, String> changed) {
        values.putAll(changed);
    }

    @Override
    public synchronized List<Declared> declared() {
        return declared;
    }

    /** Nothing waits for a reboot. */
    @Override
    public List<String> pending() {
        return List.of();
    }

    @Override
    public synchronized String value(String id) {
        Declared parameter = declared.stream().filter(known -> known.id().equals(id)).findFirst()
                .orElseThrow(() -> new ParameterException(id, id + ": unknown id"));
        return parameter.secret() ? "***" : values.get(id);
    }
}
