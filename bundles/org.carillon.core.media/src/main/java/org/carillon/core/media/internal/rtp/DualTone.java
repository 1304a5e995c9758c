package org.carillon.core.media.internal.rtp;

import java.util.Arrays;

/** The sound of a digit (ITU-T Q.23): two tones, the higher one 2 dB louder (ETSI ES 201 235-2). One thread's; allocates nothing. */
final class DualTone {
    private static final String KEYPAD = "123A456B789C*0#D";
    private static final int[] LOW = {697, 770, 852, 941};
    private static final int[] HIGH = {1209, 1336, 1477, 1633};
    /** Peak of a sine of 0 dBm0: the largest one in A-law has 3.14 dBm0 (ITU-T G.711). */
    private static final double PEAK = 32_768 * Math.pow(10, -3.14 / 20);
    private static final double TWIST = Math.pow(10, 2 / 20.0);

    private double low;
    private double high;
    private double lowStep;
    private double highStep;
    private double amplitude;
    private int left;

    /**
     * Begins a digit.
     *
     * @param dbm0
     *            level of both tones together
     */
    void start(char digit, int millis, int dbm0, int sampleRate) {
        int key = KEYPAD.indexOf(digit);
        low = 0;
        high = 0;
        lowStep = 2 * Math.PI * LOW[key / HIGH.length] / sampleRate;
        highStep = 2 * Math.PI * HIGH[key % HIGH.length] / sampleRate;
        amplitude = PEAK * Math.pow(10, dbm0 / 20.0) / Math.hypot(1, TWIST);
        left = millis * (sampleRate / 1000);
    }

    /** Replaces sound by what is left of the digit, and by silence after it. */
    void fill(short[] pcm, int samples) {
        Arrays.fill(pcm, 0, samples, (short) 0);
        mix(pcm, samples);
    }

    /** Adds what is left of the digit to sound. */
    void mix(short[] pcm, int samples) {
        int end = Math.min(samples, left);
        for (int i = 0; i < end; i++) {
            double tone = amplitude * (Math.sin(low) + TWIST * Math.sin(high));
            pcm[i] = (short) Math.clamp(Math.round(pcm[i] + tone), Short.MIN_VALUE, Short.MAX_VALUE);
            low += lowStep;
            high += highStep;
        }
        left -= end;
    }
}
