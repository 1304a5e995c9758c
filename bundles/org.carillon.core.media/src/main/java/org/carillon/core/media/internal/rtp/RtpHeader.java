package org.carillon.core.media.internal.rtp;

/** Reads RTP packets (RFC 3550 5.1), one after the other, into its own fields. */
public final class RtpHeader {
    public static final int LENGTH = 12;

    private boolean marker;
    private int payloadType;
    private int sequence;
    private int timestamp;
    private int ssrc;
    private int payloadOffset;
    private int payloadLength;

    /** Reads a packet. False when its lengths contradict each other or it is no RTP of version 2; the fields have no meaning then. */
    public boolean read(byte[] packet, int length) {
        if (length < LENGTH || (packet[0] & 0xc0) != 0x80) {
            return false;
        }
        int start = LENGTH + 4 * (packet[0] & 15);
        if ((packet[0] & 0x10) != 0) {
            if (start + 4 > length) {
                return false;
            }
            start += 4 + 4 * short16(packet, start + 2);
        }
        int padding = (packet[0] & 0x20) != 0 ? packet[length - 1] & 0xff : 0;
        boolean emptyPadding = (packet[0] & 0x20) != 0 && padding == 0;
        if (emptyPadding || start + padding > length) {
            return false;
        }
        marker = (packet[1] & 0x80) != 0;
        payloadType = packet[1] & 0x7f;
        sequence = short16(packet, 2);
        timestamp = int32(packet, 4);
        ssrc = int32(packet, 8);
        payloadOffset = start;
        payloadLength = length - padding - start;
        return true;
    }

    static int short16(byte[] from, int at) {
        return (from[at] & 0xff) << 8 | from[at + 1] & 0xff;
    }

    static int int32(byte[] from, int at) {
        return short16(from, at) << 16 | short16(from, at + 2);
    }

    public boolean marker() {
        return marker;
    }

    public int payloadType() {
        return payloadType;
    }

    /** 0 to 65535. */
    public int sequence() {
        return sequence;
    }

    public int timestamp() {
        return timestamp;
    }

    public int ssrc() {
        return ssrc;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }
}
