package org.carillon.api.provisioning;

import org.osgi.annotation.versioning.ProviderType;

/** Has configuration files fetched and applied. Safe for use by any thread; nothing here blocks. Runs that meet follow each other. */
@ProviderType
public interface ProvisioningRuns {
    /**
     * Asks all sources as soon as may be.
     *
     * @param cause
     *            who wants it, for a person, such as {@code NOTIFY check-sync}
     */
    void begin(String cause);

    /**
     * Asks this place alone as soon as may be, whatever the sources know.
     */
    void begin(String cause, ProvisioningSource.Location location);
}
