package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after 491 (RFC 3261 14.1): the side that chose the Call-ID waits longer, so that both do not collide again. */
final class Glare {
    private static final int UNIT = 10;

    private Glare() {}

    static Duration pause(RandomGenerator random, boolean ownsCallId) {
        return Duration.ofMillis(UNIT * (ownsCallId ? random.nextLong(210, 401) : random.nextLong(0, 201)));
    }
}
