package org.carillon.core.ui.internal.draw;

import org.carillon.api.device.Hardware;

/**
 * The screen of a model, in pixels.
 *
 * @param keysTop
 *            where the first line key on each side begins
 * @param keyHeight
 *            from one line key to the next
 */
public record Glass(int width, int height, int keysTop, int keyHeight) {
    public static Glass of(Hardware hardware) {
        return new Glass(hardware.number("screen.width"), hardware.number("screen.height"), hardware.number("lineKeys.top"),
                hardware.number("lineKeys.height"));
    }
}
