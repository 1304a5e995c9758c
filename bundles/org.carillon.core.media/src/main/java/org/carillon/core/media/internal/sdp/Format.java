package org.carillon.core.media.internal.sdp;

/**
 * A payload type with its meaning (RFC 8866 6.6).
 *
 * @param payloadType
 *            0 to 127
 * @param encoding
 *            encoding name in upper case; empty when the description does not say and none is assigned to the number
 * @param clockRate
 *            Hz; 0 when the encoding is empty
 */
public record Format(int payloadType, String encoding, int clockRate) {
    public static final String TELEPHONE_EVENT = "TELEPHONE-EVENT";
    public static final int EVENT_CLOCK_RATE = 8000;
    /** The numbers below are assigned or near those that are (RFC 3551 6): no telephone events there. */
    private static final int FIRST_FREE = 35;

    /** True for telephone events at the clock rate of narrow-band audio (RFC 4733). */
    boolean isTelephoneEvent() {
        return encoding.equals(TELEPHONE_EVENT) && clockRate == EVENT_CLOCK_RATE && payloadType >= FIRST_FREE;
    }

    boolean sameMeaning(Format other) {
        return encoding.equals(other.encoding) && clockRate == other.clockRate;
    }

    /** What a number means without an rtpmap (RFC 3551 6), as far as a phone meets it. */
    static Format assigned(int payloadType) {
        return switch (payloadType) {
            case 0 -> new Format(0, "PCMU", 8000);
            case 3 -> new Format(3, "GSM", 8000);
            case 4 -> new Format(4, "G723", 8000);
            case 8 -> new Format(8, "PCMA", 8000);
            case 9 -> new Format(9, "G722", 8000);
            case 13 -> new Format(13, "CN", 8000);
            case 15 -> new Format(15, "G728", 8000);
            case 18 -> new Format(18, "G729", 8000);
            default -> new Format(payloadType, "", 0);
        };
    }
}
