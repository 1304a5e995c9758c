package org.carillon.sim.device.internal;

import java.io.IOException;

/**
 * Changes the sample rate by a windowed sinc: flat up to 0.44 of the lower rate, images and aliases 70 dB down. What comes out is not
 * delayed; for that it reads ahead.
 */
final class Resampler {
    /** Gives one sample after the other. */
    interface Source {
        short next() throws IOException;
    }

    /** Samples of the lower rate on each side. */
    private static final int REACH = 48;
    /** Half of the filter's transition below half of the lower rate. */
    private static final double CUTOFF = 0.943;

    private final Source source;
    private final int up;
    private final int down;
    private final double[][] filters;
    /** Every sample stands here twice, so that the last ones are always in a row. */
    private final short[] line;
    private final int taps;
    private int at;
    private int phase;

    Resampler(Source source, int from, int to) throws IOException {
        this.source = source;
        int common = commonDivisor(from, to);
        this.up = to / common;
        this.down = from / common;
        int reach = reach(from, to);
        this.taps = 2 * reach;
        this.line = new short[2 * taps];
        this.filters = new double[up][taps];
        double cutoff = from == to ? 1 : CUTOFF * Math.min(1, (double) to / from);
        for (int i = 0; i < up; i++) {
            design(filters[i], cutoff, (double) i / up);
        }
        for (int i = 0; i <= reach; i++) {
            put(source.next());
        }
    }

    /** How many samples beyond the present one it reads. */
    static int reach(int from, int to) {
        return from == to ? 1 : REACH * Math.max(1, from / to);
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    private static void design(double[] filter, double cutoff, double fraction) {
        int reach = filter.length / 2;
        double sum = 0;
        for (int i = 0; i < filter.length; i++) {
            double time = i - reach + 1 - fraction;
            double angle = Math.PI * time / reach;
            double blackman = 0.42 + 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
            double turn = Math.PI * cutoff * time;
            filter[i] = (time == 0 ? 1 : Math.sin(turn) / turn) * blackman;
            sum += filter[i];
        }
        for (int i = 0; i < filter.length; i++) {
            filter[i] /= sum;
        }
    }

    private void put(short sample) {
        line[at] = sample;
        line[at + taps] = sample;
        at = (at + 1) % taps;
    }

    short next() throws IOException {
        for (; phase >= up; phase -= up) {
            put(source.next());
        }
        double[] filter = filters[phase];
        double sum = 0;
        for (int i = 0; i < taps; i++) {
            sum += filter[i] * line[at + i];
        }
        phase += down;
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
