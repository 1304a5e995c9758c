package org.carillon.it.kit;

/** The two orders in which codes of G.726 are put into octets: RFC 3551 begins with the least significant bits, AAL2 (ITU-T I.366.2) with the most. */
public final class G726Packing {
    private static final int CODES = 8;

    private G726Packing() {}

    /**
     * @param bits
     *            of a code
     */
    public static byte[] toAal2(byte[] payload, int bits) {
        byte[] packed = new byte[payload.length];
        for (int at = 0; at + bits <= payload.length; at += bits) {
            for (int code = 0; code < CODES; code++) {
                for (int bit = 0; bit < bits; bit++) {
                    int from = code * bits + bit;
                    int to = code * bits + bits - 1 - bit;
                    packed[at + to / 8] |= (byte) ((payload[at + from / 8] >> from % 8 & 1) << 7 - to % 8);
                }
            }
        }
        return packed;
    }

    /**
     * @param bits
     *            of a code
     */
    public static byte[] fromAal2(byte[] payload, int bits) {
        byte[] packed = new byte[payload.length];
        for (int at = 0; at + bits <= payload.length; at += bits) {
            for (int code = 0; code < CODES; code++) {
                for (int bit = 0; bit < bits; bit++) {
                    int from = code * bits + bits - 1 - bit;
                    int to = code * bits + bit;
                    packed[at + to / 8] |= (byte) ((payload[at + from / 8] >> 7 - from % 8 & 1) << to % 8);
                }
            }
        }
        return packed;
    }
}
