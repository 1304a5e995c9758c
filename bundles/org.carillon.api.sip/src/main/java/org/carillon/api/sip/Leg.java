package org.carillon.api.sip;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One INVITE dialog (RFC 3261 12 to 15). Methods that do not fit the state (an answer to a call that was cancelled in the meantime) do
 * nothing: the listener was or will be told. Safe for use by any thread; nothing blocks.
 */
@ProviderType
public interface Leg {
    /** Call-ID header. */
    String callId();

    /** Account number, from 1. */
    int account();

    /** Incoming: 180. */
    void ring();

    /**
     * Incoming: 200.
     *
     * @param sdp
     *            answer to the INVITE's offer, or our offer when it had none; the other side's answer arrives as {@link Listener#acknowledged}
     */
    void accept(String sdp);

    /** Incoming: final refusal, code 400 to 699. */
    void reject(int code);

    /** Incoming: 302 with that Contact: a number, {@code user@host} or a SIP URI. */
    void redirect(String target);

    /** Ends the leg in whatever state it is: CANCEL, 603 or BYE. */
    void end();

    /** Outgoing with delayed offer: the answer that goes into the ACK. */
    void acknowledge(String answer);

    /**
     * Talking: sends a re-INVITE with an offer; glare (491) is retried as RFC 3261 14.1 says. An offer that still waits, before an ACK or after
     * glare, is replaced.
     */
    void reinvite(String offer);

    /** Talking: answers a re-INVITE of the other side. */
    void answer(String sdp);

    /** Talking: refuses a re-INVITE of the other side, 488 as a rule; the session goes on as before. */
    void refuse(int code);

    /**
     * Talking: sends a digit in an INFO ({@code application/dtmf-relay}), after those before it were answered.
     *
     * @param digit
     *            of {@code 0-9 * # A-D}
     * @param duration
     *            how long the other side is to make it
     */
    void dtmf(char digit, Duration duration);

    /** What happens to a leg. Called one at a time for each leg; must not block. */
    @ConsumerType
    interface Listener {
        /**
         * Outgoing: 180 or 183.
         *
         * @param sdp
         *            early media's answer; null when there is none
         */
        void progress(int code, String sdp);

        /**
         * Outgoing: 200.
         *
         * @param sdp
         *            the answer; with a delayed offer it is the offer, and {@link Leg#acknowledge} must follow. Null when the answer came with
         *            {@link #progress} already
         */
        void answered(String sdp);

        /**
         * An ACK arrived: for the 200 to an incoming INVITE, or for the 200 to a re-INVITE when that had an offer of ours.
         *
         * @param sdp
         *            the answer to an offer of ours in the 200; null when there was none, or the other side did not answer it
         */
        void acknowledged(String sdp);

        /** The other side's re-INVITE; {@code sdp} is null when it wants our offer. Leg.answer or Leg.refuse must follow. */
        void offered(String sdp);

        /** Our re-INVITE succeeded. */
        void reinvited(String answer);

        /** Our re-INVITE was refused; the session goes on as before. */
        void reinviteFailed(int code, String reason);

        /** A digit of {@link Leg#dtmf} did not arrive; {@code code} is 408 when nobody answered. */
        default void dtmfRefused(char digit, int code, String reason) {}

        /**
         * The leg is over; nothing follows.
         *
         * @param code
         *            final SIP status that ended it; 0 after BYE, 487 after CANCEL, 408 when the other side did not answer at all
         * @param byUs
         *            true when {@link Leg#end}, {@code reject} or {@code redirect} ended it
         */
        void ended(int code, String reason, boolean byUs);
    }
}
