package org.carillon.core.ui.internal.menu;

import java.time.Duration;
import java.util.Map;

/** Text that is typed on twelve keys: a key that is pressed again within a second says its next character. One thread at a time. */
final class Typing {
    private static final long AGAIN = Duration.ofSeconds(1).toNanos();
    private static final Map<String, String> CHARACTERS = Map.ofEntries(Map.entry("1", "1.@-_/:"), Map.entry("2", "2abcABC"),
            Map.entry("3", "3defDEF"), Map.entry("4", "4ghiGHI"), Map.entry("5", "5jklJKL"), Map.entry("6", "6mnoMNO"),
            Map.entry("7", "7pqrsPQRS"), Map.entry("8", "8tuvTUV"), Map.entry("9", "9wxyzWXYZ"), Map.entry("0", "0 "),
            Map.entry("*", "*+,;!?"),
            Map.entry("#", "#$%&()="));

    private final boolean letters;
    private final StringBuilder text;
    private String last = "";
    private long at;
    private int times;

    /**
     * @param letters
     *            false when each key has one character
     */
    Typing(String text, boolean letters) {
        this.text = new StringBuilder(text);
        this.letters = letters;
    }

    void press(String key, long nanoTime) {
        String characters = letters ? CHARACTERS.getOrDefault(key, key) : key;
        if (key.equals(last) && nanoTime - at < AGAIN && characters.length() > 1 && !text.isEmpty()) {
            times = (times + 1) % characters.length();
            text.setLength(text.length() - 1);
        } else {
            times = 0;
        }
        text.append(characters.charAt(times));
        last = key;
        at = nanoTime;
    }

    void delete() {
        text.setLength(Math.max(0, text.length() - 1));
        last = "";
    }

    String text() {
        return text.toString();
    }
}
