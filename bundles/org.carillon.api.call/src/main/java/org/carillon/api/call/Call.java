package org.carillon.api.call;

/**
 * A call as it is at one moment.
 *
 * @param id
 *            short name on this phone, such as {@code c7}
 * @param callId
 *            Call-ID header; empty before the INVITE was sent
 * @param account
 *            from 1
 * @param remote
 *            SIP URI of the other side
 * @param display
 *            its name; empty when unknown
 * @param codec
 *            empty while there is no media
 * @param ptime
 *            milliseconds
 * @param srtp
 *            SRTP suite; empty when media are not encrypted
 * @param held
 *            we hold the other side, and it confirmed it
 * @param holdPending
 *            hold or resume was asked for, and is not confirmed yet
 * @param durationMillis
 *            since it was answered; 0 before
 * @param code
 *            SIP status that ended it; 0 while it lives and after a normal end
 */
public record Call(String id, String callId, int account, Direction direction, State state, String remote, String display, String codec,
        int ptime,
        String srtp, boolean held, boolean heldByPeer, boolean holdPending, boolean muted, Rtp rtp, long durationMillis, int code) {

    /** Seen from this phone. */
    public enum Direction {
        IN, OUT
    }

    /** {@code DIALING} before anything rings, {@code EARLY} with ringing at the other side, {@code RINGING} with ringing here. */
    public enum State {
        DIALING, EARLY, RINGING, TALKING, ENDED
    }

    /** RTP packets; {@code lost} and {@code late} on the way to us. The delay is what the jitter buffer adds now. */
    public record Rtp(long sent, long received, long lost, long late, double jitterMillis, int delayMillis) {
        public static final Rtp NONE = new Rtp(0, 0, 0, 0, 0, 0);
    }
}
