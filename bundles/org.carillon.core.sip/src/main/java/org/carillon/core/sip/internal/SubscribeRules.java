package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** When to subscribe again (RFC 6665 4.1.2, 4.1.3), without the messages. */
final class SubscribeRules {
    static final int LIFETIME = 3600;
    private static final int MARGIN = 60;
    private static final int MOST_RAISES = 3;
    /** A subscription that lasted this long ended for a reason of its own: the next one may follow at once. */
    private static final Duration SOUND = Duration.ofSeconds(60);
    private static final Set<Integer> FINAL = Set.of(403, 404, 405, 406, 489, 501, 603);

    private final RandomGenerator random;
    private final Backoff backoff;
    private int lifetime = LIFETIME;
    private int raises;

    SubscribeRules(RandomGenerator random) {
        this.random = random;
        this.backoff = new Backoff(random, Duration.ofSeconds(5), Duration.ofMinutes(15));
    }

    int lifetime() {
        return lifetime;
    }

    /** When to refresh what was granted for so many seconds: early enough for a transaction to time out before. */
    Duration refresh(long granted) {
        raises = 0;
        return granted > 2 * MARGIN
                ? Duration.ofSeconds(granted - MARGIN).minusMillis(random.nextLong(MARGIN * 500L))
                : Duration.ofMillis(Math.max(1_000, granted * 500));
    }

    /** 423; false when asking again is of no use. */
    boolean raise(int least) {
        if (least <= lifetime || ++raises > MOST_RAISES) {
            return false;
        }
        lifetime = least;
        return true;
    }

    /** After a refusal; empty when it is final. */
    Optional<Duration> refused(int code, Duration retryAfter) {
        return FINAL.contains(code) ? Optional.empty() : Optional.of(backoff.next(retryAfter));
    }

    /**
     * After a NOTIFY that ended the subscription; empty when there is nothing to come back for.
     *
     * @param reason
     *            of Subscription-State, in lower case; empty when it says none
     * @param lasted
     *            how long the subscription lived
     */
    Optional<Duration> terminated(String reason, Duration retryAfter, Duration lasted) {
        return switch (reason) {
            case "rejected", "noresource", "invariant" -> Optional.empty();
            case "deactivated", "timeout" -> Optional.of(again(lasted));
            default -> Optional.of(backoff.next(retryAfter));
        };
    }

    /** The subscription is gone without a word, as after 481. */
    Duration lost(Duration lasted) {
        return again(lasted);
    }

    /** A refresh succeeded; failures long ago do not count any more. */
    void sound(Duration lasted) {
        if (lasted.compareTo(SOUND) >= 0) {
            backoff.reset();
        }
    }

    private Duration again(Duration lasted) {
        if (lasted.compareTo(SOUND) >= 0) {
            backoff.reset();
            return Duration.ofMillis(random.nextLong(1_000));
        }
        return backoff.next();
    }
}
