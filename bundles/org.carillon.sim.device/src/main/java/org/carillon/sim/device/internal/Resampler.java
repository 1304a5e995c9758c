package org.carillon.sim.device.internal;

import java.io.IOException;

/** Changes the sample rate by straight lines between samples: good enough for tests, not for ears. */
final class Resampler {
    /** Gives one sample after the other. */
    interface Source {
        short next() throws IOException;
    }

    private final Source source;
    private final double step;
    private double position = 1;
    private short before;
    private short after;

    Resampler(Source source, int from, int to) throws IOException {
        this.source = source;
        this.step = (double) from / to;
        this.after = source.next();
    }

    short next() throws IOException {
        for (; position >= 1; position--) {
            before = after;
            after = source.next();
        }
        short sample = (short) Math.round(before + (after - before) * position);
        position += step;
        return sample;
    }
}
