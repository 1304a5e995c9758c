package org.carillon.core.ui.internal.draw;

import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.carillon.core.ui.internal.model.Scene;

/** Draws the middle of the screen. */
final class Middle {
    /** Of the usual size; what is longer still is cut. */
    private static final double SMALLEST_NAME = 0.65;

    private final Measures measures;
    private final Fonts fonts;

    Middle(Measures measures, Fonts fonts) {
        this.measures = measures;
        this.fonts = fonts;
    }

    void paint(Pen pen, Rectangle area, Scene scene) {
        switch (scene.body()) {
            case Scene.Idle idle -> idle(pen, area, idle, scene.notice());
            case Scene.Dial dial -> dial(pen, area, dial);
            case Scene.Talk talk -> talk(pen, area, talk);
            case Scene.Farewell farewell -> farewell(pen, area, farewell);
            case Scene.Listing listing -> listing(pen, area, listing);
            case Scene.Editor editor -> editor(pen, area, editor);
            case Scene.Question question -> question(pen, area, question);
        }
        if (!(scene.body() instanceof Scene.Idle) && !scene.message().isEmpty()) {
            pen.graphics().setColor(Theme.GROUND);
            pen.graphics().fillRect(area.x, area.y, area.width, (int) (measures.text() * 2));
            band(pen, area, Theme.AMBER, scene.message(), "");
        }
        if (scene.gauge() != null) {
            gauge(pen, area, scene.gauge());
        }
    }

    /** On a card over the lower edge. */
    private void gauge(Pen pen, Rectangle area, Scene.Gauge gauge) {
        double gap = measures.gap();
        double width = Math.min(area.width - 2 * gap, measures.text() * 20);
        double height = measures.text() * 3.1;
        double x = area.getCenterX() - width / 2;
        double y = area.y + area.height - height - gap;
        pen.box(x, y, width, height, 1.5 * gap, Theme.CARD);
        pen.frame(x, y, width, height, 1.5 * gap, Theme.CARD_EDGE);
        double size = measures.text() * 1.5;
        Icons.draw(pen.graphics(), gauge.icon(), x + 1.5 * gap, y + (height - size) / 2, size);
        double left = x + size + 3.5 * gap;
        double right = x + width - 2 * gap;
        double base = y + height * 0.42;
        pen.left(gauge.label(), fonts.medium(measures.small()), Theme.TEXT, left, base, right - left - 4 * gap);
        pen.right(gauge.level() == 0 ? "Off" : String.valueOf(gauge.level()), fonts.medium(measures.small()), Theme.QUIET, right, base,
                right - left);
        double step = (right - left + gap / 2) / gauge.most();
        for (int i = 0; i < gauge.most(); i++) {
            pen.box(left + i * step, y + height * 0.58, step - gap / 2, height * 0.2, gap / 4,
                    i < gauge.level() ? Theme.BLUE : Theme.CARD_EDGE);
        }
    }

    private void idle(Pen pen, Rectangle area, Scene.Idle idle, String notice) {
        double x = area.getCenterX();
        double room = area.width - 4 * measures.gap();
        boolean narrow = area.width < 200;
        float huge = narrow ? measures.huge() * 0.9f : measures.huge();
        double y = area.y + area.height * (measures.isLarge() ? 0.37 : 0.31);
        pen.centre(idle.time(), fonts.light(huge), Theme.TEXT, x, y, room);
        y += measures.text() * 1.75;
        pen.centre(idle.date(), fonts.regular(narrow ? measures.small() : measures.text()), Theme.QUIET, x, y, room + 3 * measures.gap());
        y += measures.text() * 1.1;
        if (!notice.isEmpty()) {
            notice(pen, area, notice, y);
            y += measures.text() * 2.2 + measures.gap();
        }
        rows(pen, area, idle.rows(), y + measures.gap());
    }

    private void rows(Pen pen, Rectangle area, List<Scene.Row> rows, double top) {
        double height = measures.text() * 1.75;
        int fit = (int) Math.max(0, (area.y + area.height - top) / height);
        int shown = rows.size() <= fit ? rows.size() : Math.max(0, fit - 1);
        double room = Math.min(area.width - 4 * measures.gap(), measures.text() * 21);
        double left = area.getCenterX() - room / 2;
        double y = top;
        for (Scene.Row row : rows.subList(0, shown)) {
            double base = y + height / 2 + measures.small() * 0.36;
            double dot = measures.small() * 0.6;
            pen.disc(left, y + (height - dot) / 2, dot, Theme.of(row.state()));
            String detail = row.state().equals("registered") ? row.number().equals(row.label()) ? "" : row.number() : row.state();
            int width = Math.min(pen.width(detail, fonts.regular(measures.small())), (int) (room * 0.45));
            pen.left(row.label(), fonts.medium(measures.small()), Theme.TEXT, left + dot + measures.gap(), base,
                    room - dot - 3 * measures.gap() - width);
            pen.right(detail, fonts.regular(measures.small()), row.state().equals("failed") ? Theme.RED : Theme.QUIET, left + room, base,
                    room * 0.45 + 1);
            y += height;
        }
        if (shown < rows.size() && fit > 0) {
            pen.centre((rows.size() - shown) + (shown == 0 ? " lines" : " more lines"), fonts.regular(measures.small()), Theme.QUIET,
                    area.getCenterX(), y + height / 2 + measures.small() * 0.36, room);
        }
    }

    /** A line of text on a card of its own. */
    private void notice(Pen pen, Rectangle area, String text, double top) {
        Font font = fonts.medium(measures.small());
        double room = area.width - 8.0 * measures.gap();
        String shown = pen.fit(text, font, room);
        double width = pen.width(shown, font) + 4.0 * measures.gap();
        double height = measures.text() * 1.9;
        pen.box(area.getCenterX() - width / 2, top, width, height, height / 2, Theme.tint(Theme.AMBER, Theme.GROUND, 0.24));
        pen.centre(shown, font, Theme.AMBER, area.getCenterX(), top + height / 2 + measures.small() * 0.36, room + 1);
    }

    /** A band that says in words and colour what goes on. Returns where it ends. */
    private double band(Pen pen, Rectangle area, Color colour, String text, String right) {
        double height = measures.text() * 2;
        double margin = 2.0 * measures.gap();
        pen.graphics().setColor(Theme.tint(colour, Theme.GROUND, 0.2));
        pen.graphics().fillRect(area.x, area.y, area.width, (int) height);
        pen.graphics().setColor(colour);
        pen.graphics().fillRect(area.x, area.y, Math.max(3, measures.gap() / 2), (int) height);
        double base = area.y + height / 2 + measures.text() * 0.36;
        int width = Math.min(pen.width(right, fonts.regular(measures.small())), area.width / 2);
        pen.left(text, fonts.medium(measures.text()), colour, area.x + margin, base, area.width - 3 * margin - width);
        pen.right(right, fonts.regular(measures.small()), Theme.QUIET, area.x + area.width - margin, base, area.width / 2.0);
        return area.y + height;
    }

    private void dial(Pen pen, Rectangle area, Scene.Dial dial) {
        double top = band(pen, area, Theme.BLUE, dial.heading(), dial.account());
        double margin = 3.0 * measures.gap();
        double room = area.width - 2 * margin;
        float size = measures.title() * 1.15f;
        double y = top + (area.y + area.height - top) * 0.5;
        if (dial.title().isEmpty()) {
            pen.centre(Scene.ENTER_NUMBER, fonts.light(measures.title()), Theme.FAINT.brighter(), area.getCenterX(), y, room);
        } else {
            String shown = pen.fitEnd(dial.title(), fonts.regular(size), room - measures.gap());
            pen.centre(shown, fonts.regular(size), Theme.TEXT, area.getCenterX(), y, room);
            double caret = area.getCenterX() + pen.width(shown, fonts.regular(size)) / 2.0 + measures.gap() / 2.0;
            pen.graphics().setColor(Theme.BLUE);
            pen.graphics().fillRect((int) caret, (int) (y - size * 0.8), Math.max(2, measures.gap() / 3), (int) size);
        }
        pen.graphics().setColor(Theme.CARD_EDGE);
        pen.graphics().fillRect((int) (area.x + margin), (int) (y + size * 0.45), (int) room, Math.max(1, measures.gap() / 4));
    }

    private void talk(Pen pen, Rectangle area, Scene.Talk talk) {
        Color colour = Theme.of(talk.state());
        double top = band(pen, area, colour, talk.heading(), talk.account());
        double bottom = others(pen, area, talk.others());
        double size = Math.min(measures.title() * 2.3, (bottom - top) * 0.62);
        double margin = 3.0 * measures.gap();
        double x = area.x + margin;
        double y = top + Math.max(measures.gap() * 2.0, (bottom - top - size) * 0.32);
        pen.disc(x, y, size, Theme.tint(colour, Theme.GROUND, 0.3));
        String initials = initials(talk.title());
        if (initials.isEmpty()) {
            Icons.handset(pen.graphics(), x + size * 0.22, y + size * 0.2, size * 0.56 / 16, colour);
        } else {
            Font font = fonts.medium((float) (size * 0.4));
            pen.centre(initials, font, colour, x + size / 2, y + size / 2 + size * 0.145, size);
        }
        double left = x + size + margin;
        double room = area.x + area.width - left - 2.0 * measures.gap();
        double line = y + size * 0.42;
        boolean alone = talk.number().isEmpty();
        pen.left(talk.title(), name(pen, talk.title(), room), Theme.TEXT, left, alone ? y + size * 0.5 : line, room);
        pen.left(talk.number(), fonts.regular(measures.text()), Theme.QUIET, left, line + measures.text() * 1.5, room);
        double base = y + size + measures.title() * 0.98;
        double after = left;
        if (!talk.duration().isEmpty()) {
            pen.left(talk.duration(), fonts.light(measures.title()), Theme.TEXT, left, base, room);
            after += pen.width(talk.duration(), fonts.light(measures.title())) + margin;
        }
        badges(pen, talk.badges(), after, base - measures.title() * 0.36, area.x + area.width - measures.gap());
    }

    /** The font of names, smaller for one that is long. */
    private Font name(Pen pen, String text, double room) {
        float size = measures.title();
        while (size > measures.title() * SMALLEST_NAME && pen.width(text, fonts.medium(size)) > room) {
            size--;
        }
        return fonts.medium(size);
    }

    /** In a row, as far as there is room. */
    private void badges(Pen pen, List<String> badges, double from, double middle, double to) {
        Font font = fonts.medium(measures.small());
        double height = measures.small() * 1.7;
        double x = from;
        for (String badge : badges) {
            double width = pen.width(badge, font) + 2.0 * measures.gap() + 2;
            if (x + width <= to) {
                Color colour = badge.equals("Muted") ? Theme.RED : Theme.GREEN;
                pen.box(x, middle - height / 2, width, height, height / 2, Theme.tint(colour, Theme.GROUND, 0.22));
                pen.left(badge, font, colour, x + measures.gap() + 1, middle + measures.small() * 0.36, width);
                x += width + measures.gap();
            }
        }
    }

    /** Returns where they begin. */
    private double others(Pen pen, Rectangle area, List<Scene.Other> others) {
        int shown = Math.min(others.size(), measures.isLarge() ? 3 : 1);
        double height = measures.text() * 1.9;
        double top = area.y + area.height - shown * height - (shown == 0 ? 0 : measures.gap());
        double margin = 2.0 * measures.gap();
        double y = top;
        for (int i = 0; i < shown; i++) {
            boolean more = i == shown - 1 && others.size() > shown;
            Scene.Other other = others.get(i);
            Color colour = more ? Theme.QUIET : Theme.of(other.state());
            pen.box(area.x + measures.gap(), y, area.width - 2.0 * measures.gap(), height - measures.gap() / 2.0, measures.gap(),
                    Theme.CARD);
            double base = y + (height - measures.gap() / 2.0) / 2 + measures.small() * 0.36;
            pen.left(more ? (others.size() - i) + " more calls" : other.name(), fonts.medium(measures.small()), Theme.TEXT, area.x + margin,
                    base, area.width * 0.6);
            pen.right(more ? "" : Scene.words(other.state()), fonts.regular(measures.small()), colour, area.x + area.width - margin, base,
                    area.width * 0.35);
            y += height;
        }
        return top;
    }

    private void farewell(Pen pen, Rectangle area, Scene.Farewell farewell) {
        double top = band(pen, area, farewell.duration().isEmpty() ? Theme.RED : Theme.QUIET, farewell.heading(), farewell.duration());
        double room = area.width - 4.0 * measures.gap();
        double y = top + (area.y + area.height - top) * 0.45;
        pen.centre(farewell.title(), name(pen, farewell.title(), room), Theme.TEXT, area.getCenterX(), y, room);
        pen.centre(farewell.reason(), fonts.regular(measures.text()), Theme.QUIET, area.getCenterX(), y + measures.text() * 1.8, room);
    }

    private void listing(Pen pen, Rectangle area, Scene.Listing listing) {
        double top = band(pen, area, Theme.BLUE, listing.title(),
                listing.items().isEmpty() ? "" : (listing.selected() + 1) + " / " + listing.items().size());
        double height = measures.text() * 2.1;
        int fit = (int) ((area.y + area.height - top - measures.gap()) / height);
        int first = Math.max(0, Math.min(listing.selected() - fit / 2, listing.items().size() - fit));
        double y = top + measures.gap() / 2.0;
        double margin = 2.0 * measures.gap();
        for (int i = first; i < Math.min(first + fit, listing.items().size()); i++) {
            Scene.Item item = listing.items().get(i);
            boolean selected = i == listing.selected();
            if (selected) {
                pen.box(area.x + measures.gap(), y + 1, area.width - 2.0 * measures.gap(), height - 2, measures.gap(),
                        Theme.tint(Theme.BLUE, Theme.GROUND, 0.35));
            }
            double base = y + height / 2 + measures.text() * 0.36;
            String value = item.opens() ? "\u203a" : item.value();
            int width = (int) Math.min(pen.width(value, fonts.regular(measures.text())), area.width * 0.45);
            pen.left(item.label(), selected ? fonts.medium(measures.text()) : fonts.regular(measures.text()), Theme.TEXT, area.x + margin,
                    base, area.width - 3 * margin - width);
            pen.right(value, fonts.regular(measures.text()), selected ? Theme.TEXT : Theme.QUIET, area.x + area.width - margin, base,
                    area.width * 0.45 + 1);
            y += height;
        }
        if (listing.items().isEmpty()) {
            pen.centre(Scene.EMPTY_MENU, fonts.regular(measures.text()), Theme.QUIET, area.getCenterX(), top + height * 1.5, area.width);
        }
    }

    private void editor(Pen pen, Rectangle area, Scene.Editor editor) {
        double top = band(pen, area, Theme.BLUE, editor.title(), "");
        double margin = 2.0 * measures.gap();
        double height = measures.text() * 2.6;
        double y = top + (area.y + area.height - top) * 0.22;
        double room = area.width - 2 * margin;
        pen.box(area.x + margin, y, room, height, measures.gap(), Theme.CARD);
        pen.frame(area.x + margin, y, room, height, measures.gap(), Theme.BLUE);
        double base = y + height / 2 + measures.text() * 0.4;
        Font font = fonts.regular(measures.text() * 1.15f);
        if (editor.typed()) {
            String shown = pen.fitEnd(editor.value(), font, room - 3 * margin);
            pen.left(shown, font, Theme.TEXT, area.x + 2 * margin, base, room);
            pen.graphics().setColor(Theme.BLUE);
            pen.graphics().fillRect((int) (area.x + 2 * margin + pen.width(shown, font) + 2), (int) (y + height * 0.22), 2,
                    (int) (height * 0.56));
        } else {
            pen.centre(editor.value(), font, Theme.TEXT, area.getCenterX(), base, room - 4 * margin);
            pen.left("\u2039", font, Theme.QUIET, area.x + 2 * margin, base, margin);
            pen.right("\u203a", font, Theme.QUIET, area.x + area.width - 2 * margin, base, margin);
        }
        y += height + measures.text() * 1.6;
        for (String line : pen.wrap(editor.hint(), fonts.regular(measures.small()), room)) {
            pen.left(line, fonts.regular(measures.small()), Theme.QUIET, area.x + margin, y, room);
            y += measures.small() * 1.4;
        }
    }

    private void question(Pen pen, Rectangle area, Scene.Question question) {
        double margin = 3.0 * measures.gap();
        double room = area.width - 4 * margin;
        Font font = fonts.medium(measures.text() * 1.1f);
        List<String> lines = pen.wrap(question.title(), font, room);
        double line = measures.text() * 1.6;
        double height = lines.size() * line + 2 * margin;
        double y = area.getCenterY() - height / 2;
        pen.box(area.x + margin, y, area.width - 2 * margin, height, measures.gap() * 1.5, Theme.CARD);
        pen.frame(area.x + margin, y, area.width - 2 * margin, height, measures.gap() * 1.5, Theme.AMBER);
        double base = y + margin + line * 0.72;
        for (String text : lines) {
            pen.centre(text, font, Theme.TEXT, area.getCenterX(), base, room);
            base += line;
        }
    }

    /** Two letters of a name; empty for a number. */
    private static String initials(String name) {
        List<String> words = Stream.of(name.strip().split("\\s+"))
                .filter(word -> !word.isEmpty() && Character.isLetter(word.codePointAt(0)))
                .toList();
        if (words.isEmpty()) {
            return "";
        }
        String first = Character.toString(words.getFirst().codePointAt(0));
        String last = words.size() == 1 ? "" : Character.toString(words.getLast().codePointAt(0));
        return (first + last).toUpperCase(Locale.ROOT);
    }
}
