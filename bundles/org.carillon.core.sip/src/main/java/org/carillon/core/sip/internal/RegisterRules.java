package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to register again, and with which lifetime: RFC 3261 10.2 without the messages. */
final class RegisterRules {
    /** What an answer means. */
    sealed interface Next {
        /** Registered; refresh after the delay. */
        record Refresh(Duration delay) implements Next {}

        /** Ask again at once with the lifetime that {@link RegisterRules#lifetime()} now says. */
        record Again() implements Next {}

        /** Failed; try again after the delay. */
        record Retry(Duration delay) implements Next {}
    }

    private static final int MOST_RAISES = 3;

    private final Backoff unreachable;
    private final Backoff refused;
    private int asked;
    private int raises;

    RegisterRules(RandomGenerator random, int lifetime) {
        unreachable = new Backoff(random, Duration.ofSeconds(2), Duration.ofSeconds(120));
        refused = new Backoff(random, Duration.ofSeconds(60), Duration.ofSeconds(600));
        asked = lifetime;
    }

    /** Seconds to ask for. */
    int lifetime() {
        return asked;
    }

    /**
     * @param granted
     *            seconds
     * @param percentage
     *            of the lifetime after which to refresh
     */
    Next registered(long granted, int percentage) {
        unreachable.reset();
        refused.reset();
        raises = 0;
        return new Next.Refresh(refresh(granted, percentage));
    }

    static Duration refresh(long granted, int percentage) {
        return Duration.ofMillis(Math.max(1_000, granted * 10L * percentage));
    }

    /**
     * 423.
     *
     * @param least
     *            Min-Expires in seconds; 0 when missing
     */
    Next tooBrief(int least) {
        if (least <= asked || ++raises > MOST_RAISES) {
            return refused(Duration.ZERO);
        }
        asked = least;
        return new Next.Again();
    }

    /** The server refuses this account: a person has to act, or the server's administrator. */
    Next refused(Duration retryAfter) {
        return new Next.Retry(refused.next(retryAfter));
    }

    /** No answer, or one that says that the server cannot at the moment. */
    Next unreachable(Duration retryAfter) {
        return new Next.Retry(unreachable.next(retryAfter));
    }

    /** Sorts final answers other than 2xx, 401, 407 and 423. */
    Next failed(int code, Duration retryAfter) {
        return switch (code) {
            case 408, 430, 480, 486, 500, 502, 503, 504, 600 -> unreachable(retryAfter);
            default -> refused(retryAfter);
        };
    }
}
