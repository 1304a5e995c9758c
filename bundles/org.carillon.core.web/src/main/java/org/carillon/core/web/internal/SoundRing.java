package org.carillon.core.web.internal;

import java.util.Arrays;

/**
 * Samples on their way from a network to a clock: plays once enough has gathered, gathers more the more often it ran dry, and drops what has
 * come too early. One thread puts, another takes; neither waits or allocates.
 */
final class SoundRing {
    private static final int LEAST_MILLIS = 40;
    private static final int MOST_MILLIS = 240;
    private static final int STEP_MILLIS = 20;
    /** How far beyond its aim it may fill before it drops. */
    private static final int SLACK_MILLIS = 120;
    /** After so long without running dry it aims lower. */
    private static final int CALM_MILLIS = 10_000;

    private final short[] samples;
    private final int perMilli;
    private volatile long put;
    private volatile long taken;
    private int aim = LEAST_MILLIS;
    private boolean gathering = true;
    private int calm;

    /**
     * @param sampleRate
     *            samples per second
     */
    SoundRing(int sampleRate) {
        perMilli = sampleRate / 1000;
        samples = new short[Integer.highestOneBit(perMilli * 1000) * 2];
    }

    /** Puts a sample; drops it when there is no room. */
    void put(short sample) {
        long at = put;
        if (at - taken < samples.length) {
            samples[(int) at & samples.length - 1] = sample;
            put = at + 1;
        }
    }

    /** Fills a frame, with silence where nothing is. */
    void take(short[] pcm, int offset, int length) {
        long there = put - taken;
        if (there > (long) (aim + SLACK_MILLIS) * perMilli) {
            taken += there - (long) aim * perMilli;
            there = (long) aim * perMilli;
        }
        if (gathering && there >= (long) aim * perMilli) {
            gathering = false;
        }
        if (gathering || there < length) {
            if (!gathering) {
                gathering = true;
                aim = Math.min(MOST_MILLIS, aim + STEP_MILLIS);
                calm = 0;
            }
            Arrays.fill(pcm, offset, offset + length, (short) 0);
            return;
        }
        long at = taken;
        for (int i = 0; i < length; i++) {
            pcm[offset + i] = samples[(int) (at + i) & samples.length - 1];
        }
        taken = at + length;
        calm += length;
        if (calm > CALM_MILLIS * perMilli) {
            calm = 0;
            aim = Math.max(LEAST_MILLIS, aim - STEP_MILLIS);
        }
    }

    /** What it gathers before it plays, in milliseconds. */
    int aim() {
        return aim;
    }
}
