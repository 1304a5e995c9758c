package org.carillon.core.ui.internal.draw;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.function.Consumer;

/**
 * A part of the screen.
 *
 * @param content
 *            what it shows: drawn again when that is another one than before
 * @param paint
 *            draws it over the background
 */
record Region(Rectangle area, Object content, Consumer<Graphics2D> paint) {}
