package org.carillon.api.ui;

import org.osgi.annotation.versioning.ConsumerType;

/** A state that the idle screen shows while it lasts. Asked again whenever the screen is drawn; must not block. */
@ConsumerType
public interface Indicator {
    /** What to show now; null for nothing. */
    Sign sign();

    /**
     * @param icon
     *            name of an icon, such as {@code dnd}
     * @param notice
     *            line of text shown large; empty for the icon alone
     */
    record Sign(String icon, String notice) {}
}
