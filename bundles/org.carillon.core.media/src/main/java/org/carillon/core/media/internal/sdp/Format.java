package org.carillon.core.media.internal.sdp;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A payload type with its meaning (RFC 8866 6.6).
 *
 * @param payloadType
 *            0 to 127; {@link #ANY} in what we would offer when the number does not matter
 * @param encoding
 *            encoding name in upper case; empty when the description does not say and none is assigned to the number
 * @param clockRate
 *            Hz; 0 when the encoding is empty
 * @param channels
 *            1 or more
 * @param fmtp
 *            format parameters (RFC 8866 6.15) as written by who receives this format; empty for none
 */
public record Format(int payloadType, String encoding, int clockRate, int channels, String fmtp) {
    public static final int ANY = -1;
    /** Comfort noise beside codecs of that clock (RFC 3389 4), G.722 among them (RFC 3551 4.5.2). */
    public static final Format NOISE = new Format(13, "CN", 8000);
    private static final String TELEPHONE_EVENT = "TELEPHONE-EVENT";
    /** The digits, A to D, star and pound. */
    private static final String DIGITS = "0-15";
    private static final int DIGIT_COUNT = 16;
    private static final String EVENT_LIST = "\\d{1,3}(-\\d{1,3})?(,\\d{1,3}(-\\d{1,3})?)*";
    /** The numbers below are assigned or near those that are (RFC 3551 6): no telephone events there. */
    private static final int FIRST_FREE = 35;
    /** Registered in lower case; not everybody reads them in another one, as he should. */
    private static final Set<String> LOWER_CASE = Set.of(TELEPHONE_EVENT, "OPUS");

    /** One channel without parameters. */
    public Format(int payloadType, String encoding, int clockRate) {
        this(payloadType, encoding, clockRate, 1, "");
    }

    /** Telephone events (RFC 4733). */
    static Format events(int payloadType, int clockRate) {
        return new Format(payloadType, TELEPHONE_EVENT, clockRate, 1, DIGITS);
    }

    boolean isTelephoneEvent() {
        return encoding.equals(TELEPHONE_EVENT) && channels == 1 && payloadType >= FIRST_FREE;
    }

    /** Whether the other side takes a telephone event: one of its list, or any digit when there is no list that makes sense (RFC 4733 2.4.1). */
    public boolean takesEvent(int event) {
        if (!fmtp.matches(EVENT_LIST)) {
            return event < DIGIT_COUNT;
        }
        return Stream.of(fmtp.split(",")).map(range -> range.split("-"))
                .anyMatch(range -> Integer.parseInt(range[0]) <= event && event <= Integer.parseInt(range[range.length - 1]));
    }

    boolean hasClockOfNoise() {
        return clockRate == NOISE.clockRate;
    }

    boolean sameMeaning(Format other) {
        return encoding.equals(other.encoding) && clockRate == other.clockRate && channels == other.channels;
    }

    /** The same under another number. */
    public Format at(int number) {
        return new Format(number, encoding, clockRate, channels, fmtp);
    }

    /** The same with other parameters. */
    Format with(String parameters) {
        return new Format(payloadType, encoding, clockRate, channels, parameters);
    }

    /** The lines that describe it. */
    String attributes() {
        String name = LOWER_CASE.contains(encoding) ? encoding.toLowerCase(Locale.ROOT) : encoding;
        String map = "a=rtpmap:" + payloadType + " " + name + "/" + clockRate + (channels == 1 ? "" : "/" + channels) + "\r\n";
        return fmtp.isEmpty() ? map : map + "a=fmtp:" + payloadType + " " + fmtp + "\r\n";
    }

    /** What a number means without an rtpmap (RFC 3551 6), as far as a phone meets it. */
    static Format assigned(int payloadType) {
        return switch (payloadType) {
            case 0 -> new Format(0, "PCMU", 8000);
            case 3 -> new Format(3, "GSM", 8000);
            case 4 -> new Format(4, "G723", 8000);
            case 8 -> new Format(8, "PCMA", 8000);
            case 9 -> new Format(9, "G722", 8000);
            case 13 -> NOISE;
            case 15 -> new Format(15, "G728", 8000);
            case 18 -> new Format(18, "G729", 8000);
            default -> new Format(payloadType, "", 0);
        };
    }
}
