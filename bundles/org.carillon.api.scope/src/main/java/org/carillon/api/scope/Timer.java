package org.carillon.api.scope;

import org.osgi.annotation.versioning.ProviderType;

/** A task that is due in the future. */
@ProviderType
public interface Timer {
    /** Takes the task back. Returns false when it ran, runs or was taken back already. */
    boolean cancel();
}
