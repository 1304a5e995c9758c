package org.carillon.core.scope.internal;

import java.util.Objects;
import org.osgi.service.log.Logger;

/** A resource that was handed over; unlike a record it tells apart resources that are equal. */
final class Resource implements Owned {
    private final String scope;
    private final AutoCloseable closeable;
    private final Logger log;

    Resource(String scope, AutoCloseable closeable, Logger log) {
        this.scope = scope;
        this.closeable = Objects.requireNonNull(closeable);
        this.log = log;
    }

    @Override
    public void close(long deadline) {
        try {
            closeable.close();
        } catch (Throwable e) {
            log.error("A resource of {} failed to close", scope, e);
        }
    }
}
