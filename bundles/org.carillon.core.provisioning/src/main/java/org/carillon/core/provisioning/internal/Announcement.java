package org.carillon.core.provisioning.internal;

/** Tells others about one run. Used by one thread at a time. */
interface Announcement {
    /** A place is asked; said once. */
    void begun();

    /** The run is over; not said when no place was asked. */
    void ended(String result);
}
