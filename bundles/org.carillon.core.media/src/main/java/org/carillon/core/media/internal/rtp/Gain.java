package org.carillon.core.media.internal.rtp;

/** Makes sound louder or quieter. Set by any thread, applied by one; allocates nothing. */
public final class Gain {
    private static final int BITS = 12;
    private static final int NOMINAL = 1 << BITS;

    private volatile int factor = NOMINAL;

    /**
     * @param decibels
     *            at most 24; negative infinity silences
     */
    public void set(double decibels) {
        factor = (int) Math.round(NOMINAL * Math.pow(10, decibels / 20));
    }

    void apply(short[] pcm, int samples) {
        int now = factor;
        if (now == NOMINAL) {
            return;
        }
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.clamp((long) pcm[i] * now >> BITS, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }
}
