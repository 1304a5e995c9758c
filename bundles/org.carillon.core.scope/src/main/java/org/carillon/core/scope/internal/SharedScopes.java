package org.carillon.core.scope.internal;

import java.time.Instant;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * The threads and the clock of the whole phone: one thread for timers, which sleeps while nothing is due, a few for serial executors, virtual
 * threads for what may block, and the dedicated ones. All of them are named after the scope that they work for, and all are gone when this
 * component is.
 */
@Component
public final class SharedScopes implements Scopes {
    private final Threads threads = new Threads();
    private final OwnedScope root;

    @Activate
    public SharedScopes(@Reference(name = "log", service = LoggerFactory.class) Logger log) {
        root = new OwnedScope("", null, threads, log);
    }

    @Deactivate
    void close() {
        root.close();
        threads.close();
    }

    @Override
    public Scope open(String name) {
        return root.child(name);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    /** Timers that wait; 0 when the phone is idle. */
    int waitingTimers() {
        return threads.waitingTimers();
    }
}
