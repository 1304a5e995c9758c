package org.carillon.releng.bench;

import java.util.Iterator;
import java.util.List;

/**
 * What is measured how often.
 *
 * @param starts
 *            warm starts; a third as many are cold
 * @param calls
 *            calls one after the other
 * @param seconds
 *            for which one call is listened to; other measurements take half of it
 * @param flat
 *            calls of the endurance run; 0 leaves it out
 */
record Options(int starts, int calls, int seconds, int flat) {
    static final String USAGE = """
            usage: releng/bench/run [OPTIONS]
              --starts N     warm starts; a third as many cold ones   (9)
              --calls N      calls one after the other                (1000)
              --seconds N    for which one call is listened to        (40)
              --flat N       endurance run of so many calls           (0)
              --quick        1 start, 3 calls, 1 second: proves that the bench runs, no more
            """;

    private static final Options DEFAULT = new Options(9, 1000, 40, 0);
    private static final Options QUICK = new Options(1, 3, 1, 0);

    /**
     * @throws IllegalArgumentException
     *             with what is wrong
     */
    static Options parse(List<String> arguments) {
        Options options = arguments.contains("--quick") ? QUICK : DEFAULT;
        for (Iterator<String> words = arguments.iterator(); words.hasNext();) {
            String word = words.next();
            options = switch (word) {
                case "--quick" -> options;
                case "--starts" -> new Options(number(word, words, 1), options.calls, options.seconds, options.flat);
                case "--calls" -> new Options(options.starts, number(word, words, 2), options.seconds, options.flat);
                case "--seconds" -> new Options(options.starts, options.calls, number(word, words, 1), options.flat);
                case "--flat" -> new Options(options.starts, options.calls, options.seconds, number(word, words, 0));
                default -> throw new IllegalArgumentException("unknown option " + word);
            };
        }
        return options;
    }

    private static int number(String option, Iterator<String> words, int least) {
        String value = words.hasNext() ? words.next() : "";
        if (!value.matches("\\d{1,7}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(option + " " + value + ": a number from " + least + " to 9999999 is permitted");
        }
        return Integer.parseInt(value);
    }
}
