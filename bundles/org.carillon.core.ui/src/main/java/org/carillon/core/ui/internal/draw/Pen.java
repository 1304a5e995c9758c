package org.carillon.core.ui.internal.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Writes and draws what the screen is made of. */
final class Pen {
    private static final String ELLIPSIS = "\u2026";

    private final Graphics2D graphics;

    Pen(Graphics2D graphics) {
        this.graphics = graphics;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    Graphics2D graphics() {
        return graphics;
    }

    void box(double x, double y, double width, double height, double radius, Color fill) {
        graphics.setColor(fill);
        graphics.fill(new RoundRectangle2D.Double(x, y, width, height, radius * 2, radius * 2));
    }

    void frame(double x, double y, double width, double height, double radius, Color colour) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new RoundRectangle2D.Double(x + 0.5, y + 0.5, width - 1, height - 1, radius * 2, radius * 2));
    }

    void disc(double x, double y, double size, Color fill) {
        graphics.setColor(fill);
        graphics.fill(new Ellipse2D.Double(x, y, size, size));
    }

    int width(String text, Font font) {
        return graphics.getFontMetrics(font).stringWidth(text);
    }

    /** Writes from the left, cut where it does not fit. The base line is at {@code y}. */
    void left(String text, Font font, Color colour, double x, double y, double room) {
        write(fit(text, font, room), font, colour, x, y);
    }

    void right(String text, Font font, Color colour, double x, double y, double room) {
        String shown = fit(text, font, room);
        write(shown, font, colour, x - width(shown, font), y);
    }

    void centre(String text, Font font, Color colour, double x, double y, double room) {
        String shown = fit(text, font, room);
        write(shown, font, colour, x - width(shown, font) / 2.0, y);
    }

    private void write(String text, Font font, Color colour, double x, double y) {
        graphics.setFont(font);
        graphics.setColor(colour);
        graphics.drawString(text, Math.round(x), Math.round(y));
    }

    /** The text, with an ellipsis where it is cut. */
    String fit(String text, Font font, double room) {
        FontMetrics metrics = graphics.getFontMetrics(font);
        if (metrics.stringWidth(text) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && metrics.stringWidth(text.substring(0, end).stripTrailing() + ELLIPSIS) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    /** The end of a text that is too long, such as a number that is being entered. */
    String fitEnd(String text, Font font, double room) {
        int start = 0;
        while (width((start == 0 ? "" : ELLIPSIS) + text.substring(start), font) > room) {
            start = text.offsetByCodePoints(start, 1);
        }
        return start == 0 ? text : ELLIPSIS + text.substring(start);
    }

    /** The text in lines that fit. */
    List<String> wrap(String text, Font font, double room) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split("\\s+")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer, font) > room) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines;
    }
}
