package org.carillon.core.media.internal.rtp;

/** Finds after how many samples a signal repeats itself, by normalized cross-correlation. One thread's. */
final class Pitch {
    private static final int SEARCH_RATE = 16_000;

    private int lag;
    private double likeness;

    /**
     * Compares a piece of the signal with others that begin some samples away from it.
     *
     * @param at
     *            where the piece begins
     * @param length
     *            of the piece
     * @param direction
     *            1 compares with what comes later, -1 with what was before
     * @param least
     *            samples away, at least
     * @param most
     *            samples away, at most
     */
    void find(short[] signal, int at, int length, int direction, int least, int most, int sampleRate) {
        int step = Math.max(1, sampleRate / SEARCH_RATE);
        lag = least;
        likeness = -1;
        search(signal, at, length, direction, least, most, step);
        if (step > 1) {
            search(signal, at, length, direction, Math.max(least, lag - step + 1), Math.min(most, lag + step - 1), 1);
        }
    }

    private void search(short[] signal, int at, int length, int direction, int least, int most, int step) {
        for (int candidate = least; candidate <= most; candidate += step) {
            double found = likeness(signal, at, at + direction * candidate, length, step);
            if (found > likeness) {
                likeness = found;
                lag = candidate;
            }
        }
    }

    private static double likeness(short[] signal, int one, int other, int length, int step) {
        long product = 0;
        long energy = 1;
        long otherEnergy = 1;
        for (int i = 0; i < length; i += step) {
            int a = signal[one + i];
            int b = signal[other + i];
            product += a * b;
            energy += a * a;
            otherEnergy += b * b;
        }
        return product / Math.sqrt((double) energy * otherEnergy);
    }

    /** Distance of the piece that is most alike, in samples. */
    int lag() {
        return lag;
    }

    /** 1 for a piece of the same shape, 0 for one that has nothing to do with it. */
    double likeness() {
        return likeness;
    }
}
