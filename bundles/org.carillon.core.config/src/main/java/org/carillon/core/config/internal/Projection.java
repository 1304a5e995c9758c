package org.carillon.core.config.internal;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.Logger;

/** Configurations in Configuration Admin, which persists nothing. */
final class Projection implements Engine.Target {
    private final ConfigurationAdmin admin;
    private final Barrier barrier;
    private final Logger log;

    Projection(ConfigurationAdmin admin, Barrier barrier, Logger log) {
        this.admin = admin;
        this.barrier = barrier;
        this.log = log;
    }

    @Override
    public void put(String pid, Map<String, Object> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>();
        properties.forEach((name, value) -> dictionary.put(name, value instanceof List<?> items ? items.toArray(String[]::new) : value));
        try {
            configuration(pid).updateIfDifferent(dictionary);
        } catch (IOException | IllegalStateException e) {
            log.error("configuration {} was not updated: {}", pid, e.toString());
        }
    }

    @Override
    public void remove(String pid) {
        try {
            configuration(pid).delete();
        } catch (IOException | IllegalStateException e) {
            log.error("configuration {} was not deleted: {}", pid, e.toString());
        }
    }

    private Configuration configuration(String pid) throws IOException {
        int instance = pid.indexOf('~');
        return instance < 0 ? admin.getConfiguration(pid, "?")
                : admin.getFactoryConfiguration(pid.substring(0, instance), pid.substring(instance + 1), "?");
    }

    @Override
    public void await() {
        barrier.await();
    }
}
