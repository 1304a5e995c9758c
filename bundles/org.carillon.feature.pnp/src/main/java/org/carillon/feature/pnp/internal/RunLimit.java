package org.carillon.feature.pnp.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bounds how often strangers make the phone download: three times in three minutes, the same URL once a minute. Safe for use by any thread. */
final class RunLimit {
    enum Verdict {
        /** Now. */
        RUN,
        /** That URL was let through less than a minute ago. */
        KNOWN,
        /** There were too many. */
        LATER
    }

    static final int MOST = 3;
    static final Duration PERIOD = Duration.ofMinutes(3);
    static final Duration REPETITION = Duration.ofMinutes(1);

    private record Begun(String url, long nanoTime) {}

    private final Deque<Begun> begun = new ArrayDeque<>();

    /** @param nanoTime now */
    synchronized Verdict ask(String url, long nanoTime) {
        while (!begun.isEmpty() && nanoTime - begun.getFirst().nanoTime() >= PERIOD.toNanos()) {
            begun.removeFirst();
        }
        if (begun.stream().anyMatch(one -> one.url().equals(url) && nanoTime - one.nanoTime() < REPETITION.toNanos())) {
            return Verdict.KNOWN;
        }
        if (begun.size() == MOST) {
            return Verdict.LATER;
        }
        begun.addLast(new Begun(url, nanoTime));
        return Verdict.RUN;
    }
}
