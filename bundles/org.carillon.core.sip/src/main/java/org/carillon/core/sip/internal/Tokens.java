package org.carillon.core.sip.internal;

import java.util.random.RandomGenerator;

/** Names that nobody else has: tags and Call-IDs. */
final class Tokens {
    private final RandomGenerator random;

    Tokens(RandomGenerator random) {
        this.random = random;
    }

    /** RFC 3261 19.3 asks for at least 32 random bits. */
    String tag() {
        return "%016x".formatted(random.nextLong());
    }

    String callId() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    RandomGenerator random() {
        return random;
    }
}
