package org.carillon.releng.bench;

import java.util.Arrays;
import java.util.Locale;

/** Durations in nanoseconds, sorted. */
record Samples(long[] nanos) {
    static Samples of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    boolean isEmpty() {
        return nanos.length == 0;
    }

    /**
     * The smallest sample that so many of a thousand do not exceed (nearest rank).
     *
     * @param perMille
     *            1 to 1000
     */
    long rank(int perMille) {
        return nanos[Math.max(0, (int) ((nanos.length * (long) perMille + 999) / 1000) - 1)];
    }

    /** All samples but the first so many that were taken; for samples in the order of {@code taken}. */
    static Samples after(int first, long[] taken) {
        return of(Arrays.copyOfRange(taken, Math.min(first, taken.length), taken.length));
    }

    /** Median and range of a few. */
    String spread() {
        return isEmpty() ? "-" : millis(rank(500)) + " (" + millis(rank(1)) + " to " + millis(rank(1000)) + ")";
    }

    /** Median and tails of many. */
    String tails() {
        return isEmpty() ? "-" : millis(rank(500)) + " / " + millis(rank(990));
    }

    /** Median and far tails of very many. */
    String farTails() {
        return isEmpty() ? "-" : millis(rank(500)) + " / " + millis(rank(990)) + " / " + millis(rank(999)) + ", max " + millis(rank(1000));
    }

    private static String millis(long nanos) {
        double millis = nanos / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%.0f", millis);
    }
}
