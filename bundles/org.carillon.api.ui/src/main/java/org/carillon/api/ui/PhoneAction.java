package org.carillon.api.ui;

import org.osgi.annotation.versioning.ConsumerType;

/** Something that the phone can be told to do by name, by ctl, action URI, key or softkey. */
@ConsumerType
public interface PhoneAction {
    /** Service property, a String or several: the names it answers to, such as {@code DND_ON}. */
    String NAME = "org.carillon.action.name";

    /**
     * Called on a thread that may wait while a setting is stored, but not for a network.
     *
     * @param name
     *            the one of its names that was asked for
     * @param argument
     *            empty when there is none
     */
    void perform(String name, String argument);
}
