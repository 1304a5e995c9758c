package org.carillon.core.ui.internal.draw;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Icons by name, in a square. One without a picture is a dot. */
final class Icons {
    private Icons() {}

    static void draw(Graphics2D graphics, String name, double x, double y, double size) {
        double unit = size / 16;
        graphics.setStroke(new BasicStroke((float) (1.8 * unit), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        switch (name) {
            case "dnd" -> {
                graphics.setColor(Theme.RED);
                graphics.fill(new Ellipse2D.Double(x + unit, y + unit, 14 * unit, 14 * unit));
                graphics.setColor(Theme.BAR);
                graphics.fill(new Rectangle2D.Double(x + 4 * unit, y + 6.9 * unit, 8 * unit, 2.2 * unit));
            }
            case "forward" -> {
                graphics.setColor(Theme.BLUE);
                Path2D arrow = path(x, y, unit, 2, 12, 2, 9.5, 5, 6.5, 13, 6.5);
                graphics.draw(arrow);
                graphics.draw(path(x, y, unit, 9.5, 3, 13.5, 6.5, 9.5, 10));
            }
            case "handset" -> handset(graphics, x, y, unit, Theme.TEXT);
            case "mail" -> {
                graphics.setColor(Theme.AMBER);
                graphics.draw(new Rectangle2D.Double(x + 1.5 * unit, y + 3.5 * unit, 13 * unit, 9 * unit));
                graphics.draw(path(x, y, unit, 1.5, 4, 8, 9, 14.5, 4));
            }
            case "speaker" -> {
                graphics.setColor(Theme.TEXT);
                speaker(graphics, x, y, unit);
                graphics.draw(new Arc2D.Double(x + 7 * unit, y + 5.5 * unit, 5 * unit, 5 * unit, -45, 90, Arc2D.OPEN));
                graphics.draw(new Arc2D.Double(x + 5 * unit, y + 3 * unit, 10 * unit, 10 * unit, -45, 90, Arc2D.OPEN));
            }
            case "headset" -> {
                graphics.setColor(Theme.TEXT);
                graphics.draw(new Arc2D.Double(x + 2.5 * unit, y + 2.5 * unit, 11 * unit, 12 * unit, 0, 180, Arc2D.OPEN));
                graphics.fill(new RoundRectangle2D.Double(x + 1.2 * unit, y + 8 * unit, 3.6 * unit, 5 * unit, 2 * unit, 2 * unit));
                graphics.fill(new RoundRectangle2D.Double(x + 11.2 * unit, y + 8 * unit, 3.6 * unit, 5 * unit, 2 * unit, 2 * unit));
                graphics.draw(path(x, y, unit, 13, 13, 11, 14.5, 8.5, 14.5));
            }
            case "bell" -> bell(graphics, x, y, unit, Theme.TEXT);
            case "silent" -> {
                bell(graphics, x, y, unit, Theme.QUIET);
                graphics.setColor(Theme.RED);
                graphics.draw(path(x, y, unit, 2, 2.5, 14, 13.5));
            }
            default -> {
                graphics.setColor(Theme.QUIET);
                graphics.fill(new Ellipse2D.Double(x + 4 * unit, y + 4 * unit, 8 * unit, 8 * unit));
            }
        }
    }

    private static void speaker(Graphics2D graphics, double x, double y, double unit) {
        Path2D body = path(x, y, unit, 1, 6, 3.5, 6, 7.5, 2.5, 7.5, 13.5, 3.5, 10, 1, 10);
        body.closePath();
        graphics.fill(body);
    }

    private static void bell(Graphics2D graphics, double x, double y, double unit, Color colour) {
        graphics.setColor(colour);
        Path2D body = new Path2D.Double();
        body.moveTo(x + 2 * unit, y + 12 * unit);
        body.curveTo(x + 5 * unit, y + 9 * unit, x + 2.5 * unit, y + 2.5 * unit, x + 8 * unit, y + 2.5 * unit);
        body.curveTo(x + 13.5 * unit, y + 2.5 * unit, x + 11 * unit, y + 9 * unit, x + 14 * unit, y + 12 * unit);
        body.closePath();
        graphics.fill(body);
        graphics.fill(new Ellipse2D.Double(x + 6.2 * unit, y + 12 * unit, 3.6 * unit, 3 * unit));
    }

    /** A handset that lies. */
    static void handset(Graphics2D graphics, double x, double y, double unit, Color colour) {
        graphics.setColor(colour);
        Path2D curve = new Path2D.Double();
        curve.moveTo(x + 2.5 * unit, y + 9 * unit);
        curve.curveTo(x + 4 * unit, y + 4 * unit, x + 12 * unit, y + 4 * unit, x + 13.5 * unit, y + 9 * unit);
        graphics.setStroke(new BasicStroke((float) (2.6 * unit), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(curve);
        graphics.setStroke(new BasicStroke((float) (4 * unit), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(x + 3 * unit, y + 9.2 * unit, x + 3.6 * unit, y + 10.2 * unit));
        graphics.draw(new Line2D.Double(x + 13 * unit, y + 9.2 * unit, x + 12.4 * unit, y + 10.2 * unit));
    }

    private static Path2D path(double x, double y, double unit, double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(x + points[0] * unit, y + points[1] * unit);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(x + points[i] * unit, y + points[i + 1] * unit);
        }
        return path;
    }
}
