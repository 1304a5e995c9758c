package org.carillon.core.media.internal.rtp;

/** Signals that tests say; each of about {@link #AMPLITUDE}. */
final class Voices {
    static final double AMPLITUDE = 8_000;

    private Voices() {}

    static VirtualCall.Voice tone(double hertz, int sampleRate) {
        return sample -> AMPLITUDE * Math.sin(2 * Math.PI * hertz * sample / sampleRate);
    }

    /** Rises from 300 Hz to 2.8 kHz within a second, again and again: tells the time without doubt. */
    static VirtualCall.Voice chirp(int sampleRate) {
        return sample -> {
            double t = (double) Math.floorMod(sample, (long) sampleRate) / sampleRate;
            return AMPLITUDE * Math.sin(2 * Math.PI * (300 * t + 1250 * t * t));
        };
    }

    /** Like a vowel: twelve harmonics of a pitch that glides between 120 and 160 Hz. */
    static VirtualCall.Voice vowel(int sampleRate) {
        return sample -> {
            double t = (double) sample / sampleRate;
            double phase = 2 * Math.PI * 140 * t + 20 / 0.37 * Math.sin(2 * Math.PI * 0.37 * t);
            double sum = 0;
            for (int k = 1; k <= 12; k++) {
                sum += Math.sin(k * phase + 0.7 * k * k) / Math.sqrt(k);
            }
            return AMPLITUDE * sum / 3;
        };
    }
}
