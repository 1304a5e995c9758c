package org.carillon.core.ui.internal.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * @param lifted
 *            as in {@link Screen#lifted}
 * @param unused
 *            as in {@link Screen#unused}
 * @param lasts
 *            how long the words stay as they are if nothing happens; null for as long as one likes
 * @param tick
 *            how long the picture stays as it is if nothing happens
 */
public record Scene(String state, Status status, Body body, List<String> softkeys, int lineKeys, Map<String, String> keys,
        Map<String, String> lights,
        String notice, String message, Gauge gauge, boolean lifted, List<String> unused, Duration lasts, Duration tick) {
    /** Where nothing else is. */
    public static final String IDLE = "idle";
    /** State of a call that the other side holds. */
    public static final String HELD_BY_PEER = "heldByPeer";
    /** What is said where an account would be. */
    public static final String NO_ACCOUNT = "No account";
    public static final String ENTER_NUMBER = "Enter a number";
    public static final String EMPTY_MENU = "Nothing here";

    /**
     * The bar at the top.
     *
     * @param said
     *            what the icons mean, as far as it is worth saying
     */
    public record Status(String account, String registration, List<String> icons, List<String> said, String time) {}

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

        /** What goes on; empty where the title says it. */
        default String heading() {
            return "";
        }

        /** What a person who does not see it has to know, sentence by sentence. */
        List<String> said();

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

        @Override
        public List<String> said() {
            return rows.isEmpty() ? List.of(NO_ACCOUNT) : rows.stream().map(row -> row.label() + ", " + row.state()).toList();
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
    public record Dial(String title, String account) implements Body {
        @Override
        public String heading() {
            return "New call";
        }

        @Override
        public List<String> said() {
            return List.of(title.isEmpty() ? ENTER_NUMBER : title);
        }
    }

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
            List<Other> others) implements Body {
        @Override
        public String heading() {
            return words(state);
        }

        @Override
        public List<String> said() {
            Stream<String> who = Stream.of(number.isEmpty() ? title : title + ", " + number);
            return Stream.of(who, badges.stream(), others.stream().map(Other::words)).flatMap(said -> said).toList();
        }
    }

    /** A call beside the one that is shown. */
    public record Other(String name, String state) {
        String words() {
            return name + ", " + Scene.words(state).toLowerCase(Locale.ROOT);
        }
    }

    /** How a call ended. */
    public record Farewell(String title, String reason, String duration) implements Body {
        @Override
        public String heading() {
            return "Call ended";
        }

        @Override
        public List<String> said() {
            return List.of(title, reason);
        }

        @Override
        public List<String> lines() {
            return reason.isEmpty() ? List.of() : List.of(reason);
        }
    }

    /** A menu. */
    public record Listing(String title, List<Item> items, int selected) implements Body {
        @Override
        public List<String> lines() {
            return items.stream().map(Item::words).toList();
        }

        @Override
        public List<String> said() {
            Stream<String> entries = IntStream.range(0, items.size())
                    .mapToObj(i -> items.get(i).words() + (i == selected ? ", selected" : ""));
            return Stream.concat(Stream.of(title), items.isEmpty() ? Stream.of(EMPTY_MENU) : entries).toList();
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
    public record Item(String label, String value, boolean opens) {
        String words() {
            return value.isEmpty() ? label : label + ": " + value;
        }
    }

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

        @Override
        public List<String> said() {
            return List.of(title + ": " + value, hint);
        }
    }

    /** Something to say yes or no to. */
    public record Question(String title) implements Body {
        @Override
        public List<String> said() {
            return List.of(title);
        }
    }

    /** A state of a call, as the screen calls it. */
    public static String words(String state) {
        return switch (state) {
            case "ringing" -> "Incoming call";
            case "dialling" -> "Calling";
            case "early" -> "Ringing";
            case "held" -> "On hold";
            case HELD_BY_PEER -> "Held by the other side";
            default -> state.substring(0, 1).toUpperCase(Locale.ROOT) + state.substring(1);
        };
    }

    public Screen screen() {
        String shown = gauge == null ? notice : notice.isEmpty() ? gauge.words() : gauge.words() + ", " + notice;
        return new Screen(state, body.title(), body.lines(), softkeys, status.icons(), lights, shown, keys, spoken(), lifted, unused);
    }

    /** What is new comes first. */
    private String spoken() {
        Stream<String> sentences = Stream.of(Stream.of(gauge == null ? "" : gauge.words(), message, body.heading()), body.said().stream(),
                status.said().stream()).flatMap(said -> said);
        return String.join(". ", sentences.filter(said -> !said.isBlank()).distinct().toList());
    }
}
