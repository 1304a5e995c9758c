package org.carillon.core.ui.internal.draw;

import java.awt.Color;
import org.carillon.core.ui.internal.model.Scene;

/** The colours. Text on its ground has a contrast of at least 4.5 to 1 (WCAG 2.1, 1.4.3). */
final class Theme {
    static final Color GROUND = new Color(0x0E141B);
    static final Color BAR = new Color(0x17202B);
    static final Color CARD = new Color(0x1D2835);
    static final Color CARD_EDGE = new Color(0x2C3A4B);
    static final Color TEXT = new Color(0xF4F7FA);
    static final Color QUIET = new Color(0xA3B2C2);
    static final Color FAINT = new Color(0x5B6B7D);
    static final Color BLUE = new Color(0x4C9DFF);
    static final Color GREEN = new Color(0x3DCB7F);
    static final Color AMBER = new Color(0xFFB340);
    static final Color RED = new Color(0xFF6961);

    private Theme() {}

    /** Colour of a state of the screen, of a line or of a call. */
    static Color of(String state) {
        return switch (state) {
            case "ringing", "held", Scene.HELD_BY_PEER, "registering" -> AMBER;
            case "talking", "registered" -> GREEN;
            case "failed" -> RED;
            case "dialling", "early" -> BLUE;
            default -> FAINT;
        };
    }

    /** Colour of a light, such as {@code solid blue}. */
    static Color light(String light) {
        return light.endsWith("red") ? RED : light.endsWith("green") ? GREEN : light.endsWith("blue") ? BLUE : CARD_EDGE;
    }

    /** A colour laid thinly over another one. */
    static Color tint(Color colour, Color over, double share) {
        return new Color(mix(colour.getRed(), over.getRed(), share), mix(colour.getGreen(), over.getGreen(), share),
                mix(colour.getBlue(), over.getBlue(), share));
    }

    private static int mix(int one, int other, double share) {
        return (int) Math.round(one * share + other * (1 - share));
    }
}
