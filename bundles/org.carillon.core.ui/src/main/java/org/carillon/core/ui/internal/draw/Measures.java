package org.carillon.core.ui.internal.draw;

/**
 * Where things are, in pixels.
 *
 * @param bar
 *            height of the bar at the top
 * @param softkeys
 *            height of the row at the bottom
 * @param column
 *            width of a column of line keys
 * @param columnsAlways
 *            false when there is room for them on the idle screen only
 * @param gap
 *            between things
 * @param huge
 *            size of the clock
 * @param title
 *            size of names
 * @param text
 *            size of text
 * @param small
 *            size of what is beside the point
 */
record Measures(int width, int height, int bar, int softkeys, int column, boolean columnsAlways, int gap, float huge, float title,
        float text,
        float small) {
    private static final int LARGE = 600;

    static Measures of(int width, int height) {
        return width >= LARGE ? new Measures(width, height, 46, 66, 164, true, 8, 104, 40, 20, 17)
                : new Measures(width, height, 25, 33, 84, false, 4, 50, 23, 14, 12);
    }

    boolean isLarge() {
        return columnsAlways;
    }
}
