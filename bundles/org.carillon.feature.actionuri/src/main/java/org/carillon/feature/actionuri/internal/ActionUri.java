package org.carillon.feature.actionuri.internal;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an action URI asks for (manual 10.26.3). */
final class ActionUri {
    /** One thing to do. */
    sealed interface Step {
        /** What it was asked for by. */
        String name();
    }

    /** Presses a key. */
    record Press(String name) implements Step {}

    /** Holds a key down. */
    record Hold(String name) implements Step {}

    static final int LONGEST = 2048;
    static final int LONGEST_VALUE = 256;
    static final int MOST_STEPS = 32;

    private static final String KEY = "key=";
    private static final String NUMBER = "number=";
    private static final String USER = "&outgoing_uri=";
    private static final Pattern LONG_PRESS = Pattern.compile("(?:F_)?(.+)_LONGPRESS");
    private static final Pattern ANY_CASE = Pattern.compile("REBOOT|RESET", Pattern.CASE_INSENSITIVE);

    private ActionUri() {}

    /**
     * Takes apart what stands behind the question mark of a URL, or in a NOTIFY: {@code key=value[;value...]}, with percent-encoding inside the
     * values.
     *
     * @return what to do, in order; never empty
     * @throws IllegalArgumentException
     *             when it is no action URI, with what is wrong
     */
    static List<Step> parse(String text) {
        require(text.length() <= LONGEST, "an action URI has at most " + LONGEST + " characters");
        require(text.startsWith(KEY), "an action URI is key=VALUE[;VALUE...]");
        String[] values = text.substring(KEY.length()).split(";", -1);
        require(values.length <= MOST_STEPS, "an action URI has at most " + MOST_STEPS + " values");
        return Arrays.stream(values).map(ActionUri::step).toList();
    }

    private static Step step(String value) {
        int more = value.indexOf('&');
        String name = decode(more < 0 ? value : value.substring(0, more));
        if (name.startsWith(NUMBER)) {
            return new Press(name + account(more < 0 ? "" : value.substring(more)));
        }
        require(more < 0, "only number= takes " + USER);
        require(!name.isBlank(), "a value is empty");
        Matcher held = LONG_PRESS.matcher(name);
        if (held.matches()) {
            return new Hold(held.group(1));
        }
        return new Press(ANY_CASE.matcher(name).matches() ? name.toUpperCase(Locale.ROOT) : name);
    }

    /** The account that a number is called from; empty to leave that to the phone. */
    private static String account(String more) {
        require(more.isEmpty() || more.startsWith(USER) && more.lastIndexOf('&') == 0, "number= takes " + USER + " and nothing else");
        return more.length() <= USER.length() ? "" : USER + decode(more.substring(USER.length()));
    }

    /** RFC 3986 2.1; a plus is a plus, as telephone numbers have it. */
    private static String decode(String encoded) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                require(i + 2 < encoded.length() && HexFormat.isHexDigit(encoded.charAt(i + 1))
                        && HexFormat.isHexDigit(encoded.charAt(i + 2)),
                        "% needs two hexadecimal digits");
                c = (char) HexFormat.fromHexDigits(encoded, i + 1, i + 3);
                i += 2;
            }
            require(c >= ' ' && c <= '~', "only printable ASCII is permitted");
            text.append(c);
        }
        require(text.length() <= LONGEST_VALUE, "a value has at most " + LONGEST_VALUE + " characters");
        return text.toString();
    }

    private static void require(boolean fulfilled, String problem) {
        if (!fulfilled) {
            throw new IllegalArgumentException(problem);
        }
    }
}
