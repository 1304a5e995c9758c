package org.carillon.api.parameter;

import org.osgi.annotation.versioning.ProviderType;

/** Gives access to the configuration of accounts, keys and other things that exist several times. */
@ProviderType
public interface Configurations {
    /**
     * @param type
     *            an {@link Indexed} OCD of the calling bundle that has a {@code factoryPid} and one index
     * @throws IllegalArgumentException
     *             when no running bundle declares that PID
     */
    <T> PerIndex<T> perIndex(Class<T> type, String factoryPid);
}
