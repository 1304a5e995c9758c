package org.carillon.core.config.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which values a parameter takes, and what they are as property of a configuration.
 *
 * @param format
 *            as in {@code @Parameter}; empty for none
 * @param options
 *            the permitted values, or items of a list; empty when they are not counted out
 * @param min
 *            of a number, or of the length of a text; null for none
 * @param max
 *            likewise
 * @param list
 *            null for a single value
 * @param keyTypes
 *            the options of the format {@code keyType}
 */
record ValueType(Scalar scalar, String format, List<String> options, Long min, Long max, Items list, KeyTypes keyTypes) {
    /** Format of a number that is a text, because it may be blank. */
    static final String INTEGER = "integer";

    enum Scalar {
        BOOLEAN, INTEGER, LONG, STRING
    }

    /**
     * @param separator
     *            between items; empty when they run together
     * @param min
     *            how many there are at least
     */
    record Items(String separator, int min) {}

    /** The permitted values; empty when they are not counted out. */
    List<String> choices() {
        return format.equals(KeyTypes.FORMAT) ? keyTypes.values() : options;
    }

    boolean isUrl() {
        return format.equals("url") || format.equals("webUrl");
    }

    /** True when {@link #min} and {@link #max} bound a number, not a length. */
    boolean isNumber() {
        return scalar == Scalar.INTEGER || scalar == Scalar.LONG || format.equals(INTEGER);
    }

    /**
     * The value of a text: Boolean, Integer, Long, String or a List of Strings. Empty when it is not permitted.
     */
    Optional<Object> parse(String text) {
        if (list == null) {
            return parseOne(text);
        }
        List<String> items = new ArrayList<>();
        for (String item : split(text)) {
            Optional<Object> value = item.isEmpty() ? Optional.empty() : parseOne(item);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            items.add(value.get().toString());
        }
        boolean twice = isOnce() && new HashSet<>(items).size() < items.size();
        return items.size() < list.min() || twice ? Optional.empty() : Optional.of(List.copyOf(items));
    }

    /** Numbers of a list may be alike, names may not. */
    private boolean isOnce() {
        return !choices().isEmpty() && !isNumber();
    }

    private List<String> split(String text) {
        String all = text.strip();
        if (all.isEmpty()) {
            return List.of();
        }
        if (list.separator().isEmpty()) {
            return all.codePoints().mapToObj(Character::toString).toList();
        }
        List<String> items = new ArrayList<>();
        int from = 0;
        for (int to = all.indexOf(list.separator()); to >= 0; to = all.indexOf(list.separator(), from)) {
            items.add(all.substring(from, to).strip());
            from = to + list.separator().length();
        }
        items.add(all.substring(from).strip());
        return items;
    }

    private Optional<Object> parseOne(String text) {
        String word = text.strip();
        if (!choices().isEmpty()) {
            return choices().contains(word) ? typed(word) : Optional.empty();
        }
        return switch (scalar) {
            case BOOLEAN -> typed(word);
            case INTEGER, LONG -> number(word).isPresent() ? typed(word) : Optional.empty();
            case STRING -> format.equals(INTEGER) ? blankOrNumber(word) : text(text);
        };
    }

    private Optional<Object> typed(String word) {
        return switch (scalar) {
            case BOOLEAN -> switch (word) {
                case "true", "1" -> Optional.of(true);
                case "false", "0" -> Optional.of(false);
                default -> Optional.empty();
            };
            case INTEGER -> parseLong(word).filter(value -> value == (int) (long) value).map(value -> (Object) value.intValue());
            case LONG -> parseLong(word).map(value -> (Object) value);
            case STRING -> Optional.of(word);
        };
    }

    private Optional<Object> blankOrNumber(String word) {
        return word.isEmpty() && list == null ? Optional.of("") : number(word).map(value -> (Object) value.toString());
    }

    private Optional<Long> number(String word) {
        return parseLong(word).filter(value -> (min == null || value >= min) && (max == null || value <= max));
    }

    private static Optional<Long> parseLong(String word) {
        return word.matches("[+-]?[0-9]{1,18}") ? Optional.of(Long.parseLong(word)) : Optional.empty();
    }

    private Optional<Object> text(String text) {
        if (!format.isEmpty()) {
            String word = text.strip();
            return word.isEmpty() || fits(word) && Formats.matches(format, word) ? Optional.of(word) : Optional.empty();
        }
        return fits(text) && printable(text) ? Optional.of(text) : Optional.empty();
    }

    private boolean fits(String text) {
        int length = text.codePointCount(0, text.length());
        return (min == null || length >= min) && (max == null || length <= max);
    }

    /** XML could not carry anything else. */
    private static boolean printable(String text) {
        return text.codePoints().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c != 0xFFFE && c != 0xFFFF
                && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** The text of a value as it stands in config.xml, the same for all spellings. */
    String text(Object value) {
        return value instanceof List<?> items ? items.stream().map(String::valueOf).collect(Collectors.joining(list.separator()))
                : value.toString();
    }

    /** What is permitted, in words. */
    String permitted() {
        if (list == null) {
            return permittedOne();
        }
        String separation = list.separator().isEmpty() ? "one after the other" : "separated by " + list.separator();
        String count = list.min() == 0 ? "" : ", at least " + list.min();
        String once = isOnce() ? ", each once" : "";
        return "items " + separation + once + count + ": " + permittedOne();
    }

    private String permittedOne() {
        if (!choices().isEmpty()) {
            return String.join(", ", choices());
        }
        if (scalar == Scalar.BOOLEAN) {
            return "true, false";
        }
        if (isNumber()) {
            return "an integer" + bounds(" from ", " of ", "");
        }
        String words = Formats.words(format).isEmpty() ? "text" : Formats.words(format);
        return words + bounds(" of ", " of ", " characters");
    }

    private String bounds(String from, String of, String unit) {
        if (min != null && max != null) {
            return from + min + " to " + max + unit;
        }
        if (min != null) {
            return of + "at least " + min + unit;
        }
        return max == null ? "" : of + "at most " + max + unit;
    }
}
