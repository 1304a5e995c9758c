package org.carillon.api.device;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Shows what core.ui draws: a screen and the lights of the keys, real or in a browser. Any number may be registered; each gets the whole picture
 * when it comes, and then only what changes. Called by one thread at a time; no method may block.
 */
@ConsumerType
public interface Display {
    /**
     * Replaces a rectangle of the screen, whose size is in the facts {@code screen.width} and {@code screen.height}.
     *
     * @param rgb
     *            {@code 0xRRGGBB} row by row; nobody changes it any more
     */
    void draw(int x, int y, int width, int height, int[] rgb);

    /**
     * Says which lights are lit.
     *
     * @param lights
     *            colour and rhythm, such as {@code solid blue}, by the name of the key, such as {@code L1}; what is not named is dark
     */
    void lights(Map<String, String> lights);
}
