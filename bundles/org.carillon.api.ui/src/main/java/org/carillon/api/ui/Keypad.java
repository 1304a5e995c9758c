package org.carillon.api.ui;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The keys of the phone and its hook switch, for whatever presses them: a driver, the panel, an action URI, ctl. Names are those of the action
 * URIs (manual 10.26.3), such as {@code OK}, {@code F2}, {@code L1}, {@code OFFHOOK}, with their argument, such as {@code AlwaysFwdOn=201}. Safe for
 * use by any thread; presses take effect one after the other, and may wait while a setting is stored.
 */
@ProviderType
public interface Keypad {
    /**
     * Presses a key for a moment.
     *
     * @throws IllegalArgumentException
     *             when this model has no such key, with what there is
     * @throws IllegalStateException
     *             when it cannot do now what it is for, with the reason, which the screen says as well
     */
    void press(String name);

    /** Holds a key down for a second; throws as {@link #press} does, and when holding that key does nothing. */
    void hold(String name);
}
