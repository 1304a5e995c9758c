package org.carillon.core.ui.internal.draw;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.carillon.core.ui.internal.model.Scene;

/** The picture of the screen. Draws the regions whose content is another one than before, and knows which pixels that changed. One thread at a time. */
public final class Canvas {
    private final BufferedImage image;
    private final int[] pixels;
    /** The picture as it was told last. */
    private final int[] told;
    private final Painter painter;
    private Map<Rectangle, Object> shown = Map.of();

    public Canvas(Glass glass) {
        image = new BufferedImage(glass.width(), glass.height(), BufferedImage.TYPE_INT_RGB);
        pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        told = new int[pixels.length];
        painter = new Painter(glass);
    }

    /** Draws what changed. Returns where. */
    public List<Rectangle> show(Scene scene) {
        List<Region> regions = painter.regions(scene);
        Map<Rectangle, Object> next = new LinkedHashMap<>();
        regions.forEach(region -> next.put(region.area(), region.content()));
        List<Rectangle> changed = new ArrayList<>();
        if (!next.keySet().equals(shown.keySet())) {
            Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
            draw(all, graphics -> {
                painter.background(graphics, all);
                regions.forEach(region -> paint(region));
            }, changed);
        } else {
            regions.stream().filter(region -> !region.content().equals(shown.get(region.area())))
                    .forEach(region -> draw(region.area(), graphics -> paint(region), changed));
        }
        shown = next;
        return changed;
    }

    private void paint(Region region) {
        Graphics2D graphics = image.createGraphics();
        graphics.clip(region.area());
        painter.background(graphics, region.area());
        region.paint().accept(graphics);
        graphics.dispose();
    }

    private void draw(Rectangle area, Consumer<Graphics2D> paint, List<Rectangle> changed) {
        Graphics2D graphics = image.createGraphics();
        paint.accept(graphics);
        graphics.dispose();
        Rectangle different = difference(area);
        if (!different.isEmpty()) {
            changed.add(different);
        }
    }

    /** The least rectangle that holds every pixel that is not as before; what was before is forgotten. */
    private Rectangle difference(Rectangle area) {
        int left = area.width;
        int right = -1;
        int top = -1;
        int bottom = -1;
        for (int y = area.y; y < area.y + area.height; y++) {
            int from = y * image.getWidth() + area.x;
            int to = from + area.width;
            int first = Arrays.mismatch(pixels, from, to, told, from, to);
            if (first >= 0) {
                int last = area.width - 1;
                while (last > right && pixels[from + last] == told[from + last]) {
                    last--;
                }
                top = top < 0 ? y : top;
                bottom = y;
                left = Math.min(left, first);
                right = last;
                System.arraycopy(pixels, from + first, told, from + first, area.width - first);
            }
        }
        return top < 0 ? new Rectangle() : new Rectangle(area.x + left, top, right - left + 1, bottom - top + 1);
    }

    /** A copy of the pixels, row by row. */
    public int[] pixels(Rectangle area) {
        int[] copy = new int[area.width * area.height];
        for (int y = 0; y < area.height; y++) {
            System.arraycopy(pixels, (area.y + y) * image.getWidth() + area.x, copy, y * area.width, area.width);
        }
        return copy;
    }

    public byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
