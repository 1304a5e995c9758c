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
 * @param presses
 *            of keys of the panel
 * @param runs
 *            of provisioning
 * @param flat
 *            calls of the endurance run; 0 leaves it out
 * @param only
 *            {@code panel} or {@code provisioning}, when nothing else is measured; empty for everything
 */
record Options(int starts, int calls, int seconds, int presses, int runs, int flat, String only) {
    static final String USAGE = """
            usage: releng/bench/run [OPTIONS]
              --starts N     warm starts; a third as many cold ones   (9)
              --calls N      calls one after the other                (1000)
              --seconds N    for which one call is listened to        (40)
              --presses N    presses of keys of the panel             (600)
              --runs N       runs of provisioning                     (200)
              --panel        the panel alone
              --provisioning runs of provisioning alone
              --flat N       endurance run of so many calls           (0)
              --quick        1 start, 3 calls, 1 second, 20 presses, 2 runs: proves that the bench runs, no more
            """;

    private static final Options DEFAULT = new Options(9, 1000, 40, 600, 200, 0, "");
    private static final Options QUICK = new Options(1, 3, 1, 20, 2, 0, "");

    /** How long a panel is watched that nobody touches: a change of the minute is within. */
    int panelSeconds() {
        return seconds * 3 / 2;
    }

    /**
     * @throws IllegalArgumentException
     *             with what is wrong
     */
    static Options parse(List<String> arguments) {
        Options options = arguments.contains("--quick") ? QUICK : DEFAULT;
        int starts = options.starts;
        int calls = options.calls;
        int seconds = options.seconds;
        int presses = options.presses;
        int runs = options.runs;
        int flat = options.flat;
        String only = options.only;
        for (Iterator<String> words = arguments.iterator(); words.hasNext();) {
            String word = words.next();
            switch (word) {
                case "--quick" -> {
                    // said by being there
                }
                case "--panel", "--provisioning" -> only = word.substring(2);
                case "--starts" -> starts = number(word, words, 1);
                case "--calls" -> calls = number(word, words, 2);
                case "--seconds" -> seconds = number(word, words, 1);
                case "--presses" -> presses = number(word, words, 1);
                case "--runs" -> runs = number(word, words, 1);
                case "--flat" -> flat = number(word, words, 0);
                default -> throw new IllegalArgumentException("unknown option " + word);
            }
        }
        return new Options(starts, calls, seconds, presses, runs, flat, only);
    }

    private static int number(String option, Iterator<String> words, int least) {
        String value = words.hasNext() ? words.next() : "";
        if (!value.matches("\\d{1,7}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(option + " " + value + ": a number from " + least + " to 9999999 is permitted");
        }
        return Integer.parseInt(value);
    }
}
