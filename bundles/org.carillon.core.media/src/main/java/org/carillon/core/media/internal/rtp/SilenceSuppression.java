package org.carillon.core.media.internal.rtp;

/**
 * Decides what of a microphone's sound is sent when silence is not (manual 7.11.5): speech, told from the noise behind it by its energy, and now
 * and then a description of that noise (RFC 3389). The noise floor follows what is quiet at once and what is loud slowly, and is never above
 * -48 dBov: what is louder by 8 dB is sent always, be it a fan or music. For 200 ms after speech everything counts as speech, so that words are
 * not cut off. One thread's; allocates nothing.
 */
final class SilenceSuppression {
    /** What becomes of a frame. */
    enum Frame {
        SOUND,
        /** A description of the noise takes its place. */
        NOISE,
        NOTHING
    }

    private static final int HANGOVER_MILLIS = 200;
    /** The other side, and whatever remembers the way to it, hears from us so often. */
    private static final int LONGEST_MILLIS = 1_000;
    private static final int SHORTEST_MILLIS = 100;
    private static final int CHANGE = 3;
    /** Levels are in dBov: 0 is the power of the loudest square wave (RFC 3389 3). */
    private static final double LEAST_FLOOR = -75;
    private static final double GREATEST_FLOOR = -48;
    private static final double FIRST_FLOOR = -65;
    private static final double ABOVE_FLOOR = 8;
    private static final double RISE_PER_MILLI = 0.003;
    private static final double FALL_SHARE = 0.3;
    private static final double NOISE_SHARE = 0.1;
    private static final int SILENCE = 127;

    private double floor = FIRST_FLOOR;
    private double noise = FIRST_FLOOR;
    private int hangover;
    private int described = -1;
    private int sinceMillis;

    /**
     * Looks at the next frame.
     *
     * @param switchedOff
     *            whether nothing of it may be sent
     */
    Frame next(short[] pcm, int samples, int millis, boolean switchedOff) {
        boolean speech = isSpeech(level(pcm, samples), millis);
        if (speech && !switchedOff) {
            interrupt();
            return Frame.SOUND;
        }
        int level = switchedOff ? SILENCE : (int) Math.round(-noise);
        sinceMillis += millis;
        boolean changed = Math.abs(level - described) >= CHANGE && sinceMillis >= SHORTEST_MILLIS;
        if (described >= 0 && !changed && sinceMillis < LONGEST_MILLIS) {
            return Frame.NOTHING;
        }
        described = level;
        sinceMillis = 0;
        return Frame.NOISE;
    }

    private boolean isSpeech(double level, int millis) {
        floor = level < floor ? floor + FALL_SHARE * (level - floor) : Math.min(level, floor + RISE_PER_MILLI * millis);
        floor = Math.clamp(floor, LEAST_FLOOR, GREATEST_FLOOR);
        if (level > floor + ABOVE_FLOOR) {
            hangover = HANGOVER_MILLIS;
            return true;
        }
        noise += NOISE_SHARE * (level - noise);
        boolean speech = hangover > 0;
        hangover -= millis;
        return speech;
    }

    /** Something else was sent: silence begins anew, with a description. */
    void interrupt() {
        described = -1;
    }

    /** Level of the noise as RFC 3389 writes it: 0 to 127 for 0 to -127 dBov. */
    int level() {
        return described;
    }

    private static double level(short[] pcm, int samples) {
        double energy = 0;
        for (int i = 0; i < samples; i++) {
            energy += (double) pcm[i] * pcm[i];
        }
        return Math.max(-SILENCE, 10 * Math.log10(energy / samples / (32_768.0 * 32_768.0)));
    }
}
