package org.carillon.core.device.internal;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** The framework properties {@code carillon.*}, with complaints that name the property. */
record LaunchProperties(UnaryOperator<String> source) {
    private static final String PREFIX = "carillon.";

    Optional<String> optional(String name) {
        return Optional.ofNullable(source.apply(PREFIX + name)).filter(text -> !text.isBlank());
    }

    String text(String name) {
        return optional(name).orElseThrow(() -> new IllegalStateException("framework property " + PREFIX + name + " is missing"));
    }

    OptionalInt number(String name) {
        Optional<String> text = optional(name);
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(parse(name, text.get()));
    }

    /** Both ends of {@code lo-hi}; 0 and 0 for {@code 0} and when the property is missing. */
    int[] range(String name) {
        String text = optional(name).orElse("0");
        int dash = text.indexOf('-');
        return dash < 0
                ? new int[]{parse(name, text), parse(name, text)}
                : new int[]{parse(name, text.substring(0, dash)), parse(name, text.substring(dash + 1))};
    }

    private static int parse(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("framework property " + PREFIX + name + " is no number: " + text, e);
        }
    }
}
