package org.carillon.core.provisioning.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before what failed is tried again: bounds that double from ten seconds to three quarters of an hour, and a time in the upper half of
 * each, drawn at random so that a fleet does not come at once. Used by one thread at a time.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int DOUBLINGS = 8;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long bound = FIRST.toMillis() << Math.min(failures++, DOUBLINGS);
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }

    /** It did not fail: the next failure is the first one again. */
    void reset() {
        failures = 0;
    }
}
