package org.carillon.core.ui.internal.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.api.ui.Screen;

/**
 * What the screen shows at one moment, for its words as for its picture.
 *
 * @param state
 *            as in {@link Screen#state}
 * @param softkeys
 *            labels from left to right
 * @param lineKeys
 *            how many the model has
 * @param keys
 *            labels of line keys by the name of the key
 * @param lights
 *            colour and rhythm by the name of the key
 * @param notice
 *            as in {@link Screen#notice}
 * @param message
 *            the part of it that is shown for a moment, whatever else is shown
 * @param gauge
 *            something that is being set, shown for a moment, whatever else is shown; null for nothing
 * @param lasts
 *            how long the words stay as they are if nothing happens; null for as long as one likes
 * @param tick
 *            how long the picture stays as it is if nothing happens
 */
public record Scene(String state, Status status, Body body, List<String> softkeys, int lineKeys, Map<String, String> keys,
        Map<String, String> lights,
        String notice, String message, Gauge gauge, Duration lasts, Duration tick) {
    /** Where nothing else is. */
    public static final String IDLE = "idle";
    /** State of a call that the other side holds. */
    public static final String HELD_BY_PEER = "heldByPeer";

    /** The bar at the top. */
    public record Status(String account, String registration, List<String> icons, String time) {}

    /**
     * Something that has levels.
     *
     * @param icon
     *            name of an icon
     * @param most
     *            the highest level; the lowest one is 0
     */
    public record Gauge(String icon, String label, int level, int most) {
        String words() {
            return label + " " + level + " of " + most;
        }
    }

    /** The middle. */
    public sealed interface Body permits Idle, Dial, Talk, Farewell, Listing, Editor, Question {
        String title();

        /** As in {@link Screen#lines}. */
        default List<String> lines() {
            return List.of();
        }
    }

    /** Nothing to do. */
    public record Idle(String title, String time, String date, List<Row> rows) implements Body {
        @Override
        public List<String> lines() {
            return rows.stream().map(row -> row.label() + " " + row.state()).toList();
        }
    }

    /**
     * A line.
     *
     * @param state
     *            of the registration, in words
     */
    public record Row(String label, String number, String state) {}

    /** A number is being entered. */
    public record Dial(String title, String account) implements Body {}

    /**
     * A call.
     *
     * @param title
     *            name of the other side, or its number
     * @param number
     *            empty when the title says it
     * @param account
     *            line that it goes over
     * @param duration
     *            empty before it is answered
     * @param badges
     *            what is to know about it, such as {@code Muted}
     * @param lines
     *            all calls, in words
     * @param others
     *            the other calls
     */
    public record Talk(String state, String title, String number, String account, String duration, List<String> badges, List<String> lines,
            List<Other> others) implements Body {}

    /** A call beside the one that is shown. */
    public record Other(String name, String state) {}

    /** How a call ended. */
    public record Farewell(String title, String reason, String duration) implements Body {
        @Override
        public List<String> lines() {
            return reason.isEmpty() ? List.of() : List.of(reason);
        }
    }

    /** A menu. */
    public record Listing(String title, List<Item> items, int selected) implements Body {
        @Override
        public List<String> lines() {
            return items.stream().map(item -> item.value().isEmpty() ? item.label() : item.label() + ": " + item.value()).toList();
        }
    }

    /**
     * An entry of a menu.
     *
     * @param value
     *            of a setting; empty for none
     * @param opens
     *            true when another menu is behind it
     */
    public record Item(String label, String value, boolean opens) {}

    /**
     * A setting that is being changed.
     *
     * @param typed
     *            true when characters are entered, false when values are chosen
     */
    public record Editor(String title, String value, String hint, boolean typed) implements Body {
        @Override
        public List<String> lines() {
            return List.of(value);
        }
    }

    /** Something to say yes or no to. */
    public record Question(String title) implements Body {}

    public Screen screen() {
        String shown = gauge == null ? notice : notice.isEmpty() ? gauge.words() : gauge.words() + ", " + notice;
        return new Screen(state, body.title(), body.lines(), softkeys, status.icons(), lights, shown, keys);
    }
}
