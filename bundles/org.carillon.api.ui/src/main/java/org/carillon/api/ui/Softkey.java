package org.carillon.api.ui;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a softkey does. Where it stands is a matter of the layout of each state of the screen (manual 11.15): a name in it for which nobody
 * provides a function is left empty.
 */
@ConsumerType
public interface Softkey {
    /** Service property, a String: the name in the layouts, such as {@code Forward}. */
    String NAME = "org.carillon.softkey.name";

    /** What it is called now; empty while it would do nothing. Must not block. */
    String label();

    /**
     * A person pressed it. On a thread that may wait while a setting is stored, but not for a network.
     *
     * @param call
     *            id of the call that the screen shows; empty without one
     * @param number
     *            what was entered; empty when nothing was
     */
    void pressed(String call, String number);
}
