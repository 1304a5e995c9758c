package org.carillon.sim.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.PerIndex;

/** Configurations of accounts, keys and the like, with the defaults of their type where nothing was put. */
public final class FakeConfigurations implements Configurations {
    private final Map<String, Map<Integer, Map<String, ?>>> instances = new ConcurrentHashMap<>();
    private final int count;

    /**
     * @param count
     *            instances that the hardware has, of everything
     */
    public FakeConfigurations(int count) {
        this.count = count;
    }

    /**
     * Configures one instance, in place of what was put before.
     *
     * @param values
     *            by method name of the type
     */
    public FakeConfigurations put(String factoryPid, int index, Map<String, ?> values) {
        instances.computeIfAbsent(factoryPid, pid -> new ConcurrentHashMap<>()).put(index, values);
        return this;
    }

    @Override
    public <T> PerIndex<T> perIndex(Class<T> type, String factoryPid) {
        return new PerIndex<>() {
            @Override
            public T get(int index) {
                return Configs.of(type, instances.getOrDefault(factoryPid, Map.of()).getOrDefault(index, Map.of()));
            }

            @Override
            public int count() {
                return count;
            }
        };
    }
}
