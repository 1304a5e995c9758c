package org.carillon.api.ui;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a programmable key does. The component names the manual's key type twice from one constant: as service property {@link #TYPE} and, by
 * {@link KeyType}, as a capability that is known without starting the bundle.
 */
@ConsumerType
public interface KeyFunction {
    /** Service property, an Integer: the key type number of manual 11.10.2. */
    String TYPE = "org.carillon.key.type";

    /** A person pressed the key. Presses come one at a time, on a thread that may wait while a setting is stored, but not for a network. */
    void pressed(Key key);

    /** What its light shows now. Must not block. */
    default Light light(Key key) {
        return Light.OFF;
    }

    /**
     * A key with this function.
     *
     * @param name
     *            as in the action URIs, such as {@code L1}
     * @param account
     *            from 1
     * @param value
     *            number or other argument; empty when there is none
     */
    record Key(String name, int account, String value) {}

    /** Lights, in the words of {@code ctl screen} when in lower case with a blank. */
    enum Light {
        OFF, SOLID_BLUE, SOLID_RED, SOLID_GREEN, FLASHING_BLUE, FLASHING_RED, FLASHING_GREEN
    }
}
