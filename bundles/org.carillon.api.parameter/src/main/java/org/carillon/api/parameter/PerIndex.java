package org.carillon.api.parameter;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The current configuration of each instance of an {@link Indexed} OCD.
 *
 * @param <T>
 *            the OCD's annotation type
 */
@ProviderType
public interface PerIndex<T> {
    /**
     * The configuration of one instance, with the declared defaults when there is none. Cheap, never null, safe for use by any thread; ask
     * anew whenever it is needed, the answer does not follow later changes.
     */
    T get(int index);

    /** How many instances the hardware has; indices run from 1. */
    int count();
}
