package org.carillon.core.config.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.log.Logger;

/**
 * Waits until Configuration Admin has delivered everything. It delivers events one after the other on a thread of its own, and Declarative
 * Services act on them there: once the event of a marker arrives, all components have seen what was updated before the marker.
 */
final class Barrier implements ConfigurationListener {
    /** PID of the marker, which nobody else reads. */
    static final String MARKER = "org.carillon.core.config.marker";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConfigurationAdmin admin;
    private final Logger log;
    private final Object lock = new Object();
    private long sent;
    private long arrived;
    private volatile Thread delivery;

    Barrier(ConfigurationAdmin admin, Logger log) {
        this.admin = admin;
        this.log = log;
    }

    /** Returns at once on the delivering thread itself, where waiting could never end. */
    void await() {
        if (Thread.currentThread() == delivery) {
            return;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lock) {
            long mine = ++sent;
            try {
                mark(mine);
                while (arrived < mine) {
                    long left = (deadline - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        log.error("a component has not taken its configuration within {} s", PATIENCE.toSeconds());
                        return;
                    }
                    lock.wait(left);
                }
            } catch (IOException | IllegalStateException e) {
                log.error("Configuration Admin failed: {}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void mark(long turn) throws IOException {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("turn", turn);
        admin.getConfiguration(MARKER, "?").update(properties);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        delivery = Thread.currentThread();
        if (MARKER.equals(event.getPid()) && event.getType() == ConfigurationEvent.CM_UPDATED) {
            synchronized (lock) {
                arrived++;
                lock.notifyAll();
            }
        }
    }
}
