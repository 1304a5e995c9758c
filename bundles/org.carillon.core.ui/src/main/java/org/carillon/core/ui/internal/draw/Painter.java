package org.carillon.core.ui.internal.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.core.ui.internal.model.Scene;

/** Says of which regions a scene consists, and draws bar, line keys and softkeys. */
final class Painter {
    private final Glass glass;
    private final Measures measures;
    private final Fonts fonts = new Fonts();
    private final Middle middle;

    private record Bar(Scene.Status status, boolean idle) {}

    private record LineKey(String label, String light) {}

    private record Centre(String state, Scene.Body body, String notice, String message, Scene.Gauge gauge) {}

    Painter(Glass glass) {
        this.glass = glass;
        measures = Measures.of(glass.width(), glass.height());
        middle = new Middle(measures, fonts);
    }

    void background(Graphics2D graphics, Rectangle area) {
        graphics.setColor(Theme.GROUND);
        graphics.fill(area);
    }

    /** They do not overlap. */
    List<Region> regions(Scene scene) {
        List<Region> regions = new ArrayList<>();
        boolean idle = scene.state().equals(Scene.IDLE);
        Bar bar = new Bar(scene.status(), idle);
        regions.add(new Region(new Rectangle(measures.width(), measures.bar()), bar, graphics -> bar(new Pen(graphics), bar)));
        Rectangle rest = new Rectangle(0, measures.bar(), measures.width(), measures.height() - measures.bar() - measures.softkeys());
        if (!scene.keys().isEmpty() && (idle || measures.columnsAlways())) {
            columns(scene, regions, rest);
        }
        regions.add(new Region(rest, new Centre(scene.state(), scene.body(), scene.notice(), scene.message(), scene.gauge()),
                graphics -> middle.paint(new Pen(graphics), rest, scene)));
        softkeys(scene, regions);
        return regions;
    }

    private void bar(Pen pen, Bar bar) {
        int height = measures.bar();
        pen.graphics().setColor(Theme.BAR);
        pen.graphics().fillRect(0, 0, measures.width(), height);
        int margin = measures.gap() * 2;
        int dot = height / 4;
        double line = height / 2.0 + measures.small() * 0.36;
        double right = measures.width() - margin;
        if (!bar.idle()) {
            pen.right(bar.status().time(), fonts.medium(measures.small()), Theme.TEXT, right, line, measures.width());
            right -= pen.width(bar.status().time(), fonts.medium(measures.small())) + margin;
        }
        int icon = height * 5 / 9;
        for (String name : bar.status().icons()) {
            right -= icon;
            Icons.draw(pen.graphics(), name, right, (height - icon) / 2.0, icon);
            right -= measures.gap();
        }
        if (!bar.status().account().isEmpty()) {
            pen.disc(margin, (height - dot) / 2.0, dot, Theme.of(bar.status().registration()));
            pen.left(bar.status().account(), fonts.medium(measures.small()), Theme.TEXT, margin + dot + measures.gap(), line,
                    right - margin * 2 - dot);
        }
    }

    /** Takes the columns that have a label off the rest. Each label is beside its key. */
    private void columns(Scene scene, List<Region> regions, Rectangle rest) {
        int left = (scene.lineKeys() + 1) / 2;
        for (int first : new int[]{1, left + 1}) {
            List<Integer> numbers = IntStream.range(first, Math.min(first + left, scene.lineKeys() + 1)).boxed().toList();
            if (numbers.stream().anyMatch(number -> scene.keys().containsKey("L" + number))) {
                int x = first == 1 ? 0 : measures.width() - measures.column();
                numbers.forEach(number -> regions
                        .add(lineKey(scene, "L" + number,
                                new Rectangle(x, glass.keysTop() + (number - first) * glass.keyHeight(), measures.column(),
                                        glass.keyHeight()))));
                rest.width -= measures.column();
                rest.x += first == 1 ? measures.column() : 0;
            }
        }
    }

    private Region lineKey(Scene scene, String name, Rectangle area) {
        LineKey key = new LineKey(scene.keys().getOrDefault(name, ""), scene.lights().getOrDefault(name, ""));
        return new Region(area, key, graphics -> lineKey(new Pen(graphics), area, key, area.x == 0));
    }

    private void lineKey(Pen pen, Rectangle area, LineKey key, boolean onLeft) {
        if (key.label().isEmpty()) {
            return;
        }
        int gap = measures.gap();
        double x = onLeft ? 0 : area.x + gap / 2.0;
        double y = area.y + gap / 2.0;
        double width = area.width - gap / 2.0;
        double height = area.height - gap;
        boolean lit = !key.light().isEmpty() && !key.light().equals("off");
        Color light = Theme.light(key.light());
        // the round corners on the edge of the screen lie outside of it
        pen.box(onLeft ? x - gap : x, y, width + gap, height, gap, lit ? Theme.tint(light, Theme.CARD, 0.22) : Theme.CARD);
        pen.graphics().setColor(light);
        pen.graphics().fillRect(onLeft ? 0 : area.x + area.width - gap / 2, (int) y, gap / 2, (int) height);
        double margin = gap * 1.5;
        double base = y + height / 2 + measures.small() * 0.36;
        if (onLeft) {
            pen.left(key.label(), fonts.medium(measures.small()), Theme.TEXT, margin, base, width - 2 * margin);
        } else {
            pen.right(key.label(), fonts.medium(measures.small()), Theme.TEXT, measures.width() - margin, base, width - 2 * margin);
        }
    }

    private void softkeys(Scene scene, List<Region> regions) {
        int count = Math.max(1, scene.softkeys().size());
        int y = measures.height() - measures.softkeys();
        for (int i = 0; i < scene.softkeys().size(); i++) {
            int x = measures.width() * i / count;
            Rectangle area = new Rectangle(x, y, measures.width() * (i + 1) / count - x, measures.softkeys());
            String label = scene.softkeys().get(i);
            regions.add(new Region(area, label, graphics -> softkey(new Pen(graphics), area, label)));
        }
    }

    private void softkey(Pen pen, Rectangle area, String label) {
        pen.graphics().setColor(Theme.BAR);
        pen.graphics().fill(area);
        if (label.isEmpty()) {
            return;
        }
        Color accent = accent(label);
        int gap = measures.gap();
        double height = area.height - 2 * gap;
        pen.box(area.x + gap / 2.0, area.y + gap, area.width - gap, height, gap,
                accent == null ? Theme.CARD : Theme.tint(accent, Theme.BAR, 0.24));
        pen.frame(area.x + gap / 2.0, area.y + gap, area.width - gap, height, gap,
                accent == null ? Theme.CARD_EDGE : Theme.tint(accent, Theme.BAR, 0.7));
        pen.centre(label, fonts.medium(measures.isLarge() ? measures.text() : measures.small() + 1), Theme.TEXT, area.getCenterX(),
                area.y + gap + height / 2 + measures.text() * 0.36, area.width - gap * 2);
    }

    /** What begins a call is green, what ends one red. */
    private static Color accent(String label) {
        return Map.of("Call", Theme.GREEN, "Answer", Theme.GREEN, "Resume", Theme.GREEN, "End", Theme.RED, "Reject", Theme.RED).get(label);
    }
}
