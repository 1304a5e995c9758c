package org.carillon.api.media;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Media of one call: SDP offer and answer (RFC 3264), RTP and RTCP (RFC 3550), DTMF (RFC 4733). Calls come one at a time, under the call's
 * lock; nothing blocks.
 */
@ProviderType
public interface MediaSession extends AutoCloseable {
    /**
     * Our offer, first or again.
     *
     * @param hold
     *            true offers {@code sendonly}: we put the other side on hold; the stream changes when the answer is accepted
     */
    String offer(boolean hold);

    /**
     * Answers an offer and starts or changes the streams.
     *
     * @param hold
     *            true while we hold the other side: the answer never makes us receive
     * @throws MediaException
     *             when nothing in it can be used (488); the session goes on as before
     */
    String answer(String offer, boolean hold) throws MediaException;

    /**
     * Takes the answer to our last offer and starts or changes the streams. An offer may be answered several times: early, finally, by
     * several branches of a forked call.
     *
     * @throws MediaException
     *             when it does not fit our offer; the session goes on as before
     */
    void accept(String answer) throws MediaException;

    /** Forgets an offer that was refused. */
    void rollback();

    /** Stops the microphone's sound; packets with silence go on. */
    void mute(boolean on);

    /**
     * Queues digits, to be sent as the account is configured (manual 7.12): as telephone events (RFC 4733) or as tones in the sound, and tells
     * whether signalling has to send them too.
     *
     * @param digits
     *            of {@code 0-9 * # A-D}
     * @param info
     *            whether an INFO could be sent now
     * @return how long each digit is, when each has to be sent in an INFO; empty when none
     * @throws MediaException
     *             when there is no way to send them, or another character is asked for
     */
    Optional<Duration> dtmf(String digits, boolean info) throws MediaException;

    /** What was negotiated and counted so far. */
    Statistics statistics();

    /** Ends the streams, sends RTCP BYE, frees the ports. */
    @Override
    void close();

    /**
     * @param codec
     *            encoding name as in the SDP, such as {@code PCMU}; empty before the first answer
     * @param ptime
     *            milliseconds per packet; 0 before the first answer
     * @param heldByPeer
     *            true when the other side said {@code sendonly} or {@code inactive}
     * @param sent
     *            RTP packets
     * @param received
     *            RTP packets
     * @param lost
     *            packets lost on the way to us (RFC 3550 6.4.1)
     * @param late
     *            packets that came too late to be played
     * @param jitterMillis
     *            interarrival jitter (RFC 3550 6.4.1) in milliseconds
     * @param delayMillis
     *            what the jitter buffer adds now: milliseconds from the arrival of the quickest packets until they are heard
     */
    record Statistics(String codec, int ptime, boolean heldByPeer, long sent, long received, long lost, long late, double jitterMillis,
            int delayMillis) {}

    /** Told by a media thread; must not block. */
    @ConsumerType
    interface Listener {
        /** A digit of the other side ended (RFC 4733). */
        void dtmf(char digit, int durationMillis);
    }
}
