package org.carillon.core.media.internal.codec;

/** Reads format parameters of the form {@code name=value;name=value} (RFC 8866 6.15). */
final class Fmtp {
    private static final int MAX_DIGITS = 9;

    private Fmtp() {}

    /** The value of a parameter that is a number; {@code otherwise} when it is missing or none. */
    static int number(String fmtp, String name, int otherwise) {
        for (String parameter : fmtp.split(";")) {
            String[] words = parameter.strip().split("\\s*=\\s*", 2);
            if (words.length == 2 && words[0].equalsIgnoreCase(name)) {
                boolean number = !words[1].isEmpty() && words[1].length() <= MAX_DIGITS
                        && words[1].chars().allMatch(c -> c >= '0' && c <= '9');
                return number ? Integer.parseInt(words[1]) : otherwise;
            }
        }
        return otherwise;
    }
}
