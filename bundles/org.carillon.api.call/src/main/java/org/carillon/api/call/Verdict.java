package org.carillon.api.call;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** What becomes of an incoming call. */
@ProviderType
public sealed interface Verdict {
    /** Lets it ring. */
    static Verdict ring() {
        return Ring.FOR_EVER;
    }

    /**
     * Lets it ring for a while and then does something else, unless it was answered.
     *
     * @param then
     *            what follows; null refuses it as a call that nobody answered
     */
    static Verdict ring(Duration duration, Verdict then) {
        return new Ring(duration, then);
    }

    /** Refuses it with a SIP status from 400 to 699. */
    static Verdict reject(int code) {
        return new Reject(code, false);
    }

    /** The same, because whoever is called takes no calls now: forwarding on busy goes before it. */
    static Verdict busy(int code) {
        return new Reject(code, true);
    }

    /** Sends the caller elsewhere (302). */
    static Verdict redirect(String target) {
        return new Redirect(target);
    }

    /** Answers it at once. */
    static Verdict answer() {
        return new Answer();
    }

    /** {@code duration} and {@code then} are null when it rings until somebody acts. */
    record Ring(Duration duration, Verdict then) implements Verdict {
        private static final Ring FOR_EVER = new Ring(null, null);
    }

    record Reject(int code, boolean busy) implements Verdict {
        public Reject {
            if (code < 400 || code > 699) {
                throw new IllegalArgumentException("code " + code + " is no refusal: 400 to 699 are permitted");
            }
        }
    }

    record Redirect(String target) implements Verdict {}

    record Answer() implements Verdict {}
}
