package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Intervals between attempts: the upper bound doubles with each failure up to a limit (as in RFC 5626 4.5), the interval itself is drawn
 * between half the first bound and that bound, so that phones that failed together do not come back together.
 */
final class Backoff {
    private static final long LONGEST_WISH = Duration.ofHours(1).toMillis();

    private final RandomGenerator random;
    private final long base;
    private final long limit;
    private int failures;

    Backoff(RandomGenerator random, Duration base, Duration limit) {
        this.random = random;
        this.base = base.toMillis();
        this.limit = limit.toMillis();
    }

    void reset() {
        failures = 0;
    }

    /** The interval after one more failure. */
    Duration next() {
        return next(Duration.ZERO);
    }

    /**
     * @param wish
     *            the least that the other side asked for (Retry-After); taken for an hour at most
     */
    Duration next(Duration wish) {
        long bound = Math.min(limit, base << Math.min(failures, 30));
        failures++;
        long drawn = base / 2 + random.nextLong(bound - base / 2 + 1);
        long wished = Math.min(wish.toMillis(), LONGEST_WISH);
        return Duration.ofMillis(wished == 0 ? drawn : Math.max(drawn, wished + random.nextLong(wished / 10 + 1)));
    }
}
