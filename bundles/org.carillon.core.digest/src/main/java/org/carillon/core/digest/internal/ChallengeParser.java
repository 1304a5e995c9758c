package org.carillon.core.digest.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads WWW-Authenticate and Proxy-Authenticate values (RFC 9110 11.6.1): one or several challenges, separated by commas like their
 * parameters. Takes what it can from input that is no such value, and never fails.
 */
final class ChallengeParser {
    /** A longer value is no challenge that a phone has to answer. */
    static final int MAX_LENGTH = 16_384;
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

    private final String text;
    private int at;

    private ChallengeParser(String text) {
        this.text = text;
    }

    /**
     * @param parameters
     *            values without quotes and escapes, by name in lower case; the first of several with one name
     */
    record Scheme(String name, Map<String, String> parameters) {}

    static List<Scheme> parse(String value) {
        return value.length() > MAX_LENGTH ? List.of() : new ChallengeParser(value).schemes();
    }

    private List<Scheme> schemes() {
        List<Scheme> schemes = new ArrayList<>();
        while (skip(" \t,")) {
            String word = token();
            if (word.isEmpty()) {
                skipMisplaced();
                continue;
            }
            skip(" \t");
            if (!next('=')) {
                schemes.add(new Scheme(word, new HashMap<>()));
                continue;
            }
            skip(" \t");
            String value = next('"') ? quoted() : token();
            if (!schemes.isEmpty()) {
                schemes.getLast().parameters().putIfAbsent(word.toLowerCase(Locale.ROOT), value);
            }
        }
        return schemes;
    }

    private void skipMisplaced() {
        if (next('"')) {
            quoted();
        } else {
            at++;
        }
    }

    /** Returns false at the end. */
    private boolean skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length();
    }

    private boolean next(char expected) {
        boolean found = at < text.length() && text.charAt(at) == expected;
        if (found) {
            at++;
        }
        return found;
    }

    private String token() {
        int start = at;
        while (at < text.length() && text.charAt(at) > ' ' && SEPARATORS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Also takes a string whose closing quote is missing. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && !next('"')) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        return value.toString();
    }
}
