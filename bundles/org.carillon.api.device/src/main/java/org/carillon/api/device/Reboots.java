package org.carillon.api.device;

import org.osgi.annotation.versioning.ProviderType;

/** Restarts the phone in good order. Safe for use by any thread; does not block. */
@ProviderType
public interface Reboots {
    /**
     * Restarts as soon as no call is up: at once, or when the last one has ended. Asked for again meanwhile, it stays one.
     *
     * @param cause
     *            who wants it, for a person
     */
    void whenIdle(String cause);
}
