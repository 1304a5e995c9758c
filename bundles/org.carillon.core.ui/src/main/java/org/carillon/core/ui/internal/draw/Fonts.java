package org.carillon.core.ui.internal.draw;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The font of the screen, in three weights. */
final class Fonts {
    private final Font light = load("Light");
    private final Font regular = load("Regular");
    private final Font medium = load("Medium");

    private static Font load(String weight) {
        try (InputStream in = Fonts.class.getResourceAsStream("/com/formdev/flatlaf/fonts/roboto/Roboto-" + weight + ".ttf")) {
            return Font.createFont(Font.TRUETYPE_FONT, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException("the font Roboto-" + weight + " cannot be used", e);
        }
    }

    Font light(float size) {
        return light.deriveFont(size);
    }

    Font regular(float size) {
        return regular.deriveFont(size);
    }

    Font medium(float size) {
        return medium.deriveFont(size);
    }
}
