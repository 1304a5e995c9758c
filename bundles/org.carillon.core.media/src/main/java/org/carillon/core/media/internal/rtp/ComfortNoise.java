package org.carillon.core.media.internal.rtp;

/** White noise in the place of silence that the other side does not send (RFC 3389; manual 7.11.6). One thread's; allocates nothing. */
final class ComfortNoise {
    private static final int SILENCE = 127;

    /** 0 as long as nobody described any noise. */
    private double amplitude;
    private int state = 1;

    /** Takes the payload of a packet: a level, perhaps followed by a spectrum, which is not used. */
    void describe(byte[] packet, int offset, int length) {
        if (length > 0) {
            int level = packet[offset] & SILENCE;
            amplitude = level == SILENCE ? 0 : 32_768 * Math.sqrt(3) * Math.pow(10, -level / 20.0);
        }
    }

    void forget() {
        amplitude = 0;
    }

    /** Adds the noise to what is left of the sound before. */
    void mix(short[] pcm, int samples) {
        for (int i = 0; i < samples && amplitude >= 1; i++) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            pcm[i] = (short) Math.clamp(Math.round(pcm[i] + amplitude * state / Integer.MAX_VALUE), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }
}
