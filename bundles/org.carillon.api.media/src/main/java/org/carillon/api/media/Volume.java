package org.carillon.api.media;

import org.osgi.annotation.versioning.ProviderType;

/** How loud the phone is, as the person at it chose. Kept over restarts. Safe for use by any thread. */
@ProviderType
public interface Volume {
    /** The highest level of everything. */
    int LOUDEST = 10;

    /** What has a volume of its own. */
    enum Of {
        /** What is heard in a call, from 1. */
        CALL,
        /** The ringing of the phone, from 0, which is silent. */
        RING
    }

    /** The level of now. */
    int level(Of of);

    /**
     * Changes it by so many levels, as far as there are any.
     *
     * @return the level of now
     */
    int change(Of of, int by);
}
