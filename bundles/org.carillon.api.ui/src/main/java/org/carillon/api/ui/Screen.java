package org.carillon.api.ui;

import java.util.List;
import java.util.Map;

/**
 * What a person sees, in words.
 *
 * @param state
 *            {@code idle dialling ringing early talking held ended menu prompt}
 * @param title
 *            who the phone is busy with; the line while it is idle; the name of an open menu
 * @param lines
 *            lines while it is idle, entries of an open menu, else calls
 * @param softkeys
 *            labels from left to right, {@code ""} where there is none
 * @param icons
 *            names of the icons
 * @param leds
 *            colour and rhythm of the lights, such as {@code solid blue}, by the name of the key
 * @param notice
 *            what is shown large; empty for nothing
 * @param keys
 *            labels of the line keys that have a function, by the name of the key; {@code L1} stands on the left at the top, the second half of
 *            the line keys on the right
 * @param spoken
 *            all of it in sentences, each once, for a person who does not see it
 * @param lifted
 *            true while the handset is lifted, whatever is heard by it
 * @param unused
 *            names of the keys of this model that have no function now, such as {@code L3} or {@code TRANSFER}
 */
public record Screen(String state, String title, List<String> lines, List<String> softkeys, List<String> icons, Map<String, String> leds,
        String notice, Map<String, String> keys, String spoken, boolean lifted, List<String> unused) {}
