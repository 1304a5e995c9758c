package org.carillon.core.media.internal.rtp;

import java.util.Arrays;

/**
 * Learns how much later than the quickest packets others arrive, and says how long to hold packets back so that all but a few are there in
 * time. The distribution of delays is kept in a histogram that forgets slowly: a handful of late packets raises the delay, a calm network
 * lowers it within some seconds. The quickest packets are those of the last seconds, so that a clock that drifts is followed. Times are in
 * samples. One thread's.
 */
final class DelayEstimator {
    private static final int BIN_MILLIS = 5;
    private static final int BINS = 128;
    /** What a packet still counts when the next one comes. */
    private static final double KEPT = 0.995;
    /** Share of packets that may come too late. */
    private static final double LATE = 0.02;
    private static final int WINDOW_MILLIS = 4_000;
    /** Who is later than the histogram is long for this time has a new route, or a sender that stopped its clock. */
    private static final int MOVED_MILLIS = 200;

    private final double[] histogram = new double[BINS];
    private int perMilli = 8;
    private JitterSettings settings = JitterSettings.DEFAULT;
    private boolean begun;
    private long origin;
    private long windowStart;
    private long least;
    private long leastBefore;
    private boolean beyond;
    private long beyondSince;
    private long leastBeyond;
    private long target;

    /** Begins anew, with the normal delay. */
    void begin(int samplesPerMilli) {
        perMilli = samplesPerMilli;
        begun = false;
        beyond = false;
        Arrays.fill(histogram, 0);
        histogram[Math.clamp(settings.normalMillis() / BIN_MILLIS - 1, 0, BINS - 1)] = 1;
        learn();
    }

    void use(JitterSettings changed) {
        settings = changed;
        learn();
    }

    /**
     * Takes an arrival.
     *
     * @param time
     *            of the packet's first sample
     */
    void add(long arrival, long time) {
        long transit = arrival - time;
        if (!begun) {
            begun = true;
            origin = transit;
            windowStart = arrival;
            least = transit;
            leastBefore = transit;
        }
        least = Math.min(least, transit);
        follow(arrival, transit);
        int bin = (int) Math.min((transit - origin) / binSize(), BINS);
        if (bin < BINS) {
            for (int i = 0; i < BINS; i++) {
                histogram[i] *= KEPT;
            }
            histogram[bin] += 1 - KEPT;
            learn();
        }
    }

    private long binSize() {
        return (long) BIN_MILLIS * perMilli;
    }

    private void follow(long arrival, long transit) {
        if (transit < origin) {
            move(Math.floorDiv(transit - origin, binSize()));
        }
        if (arrival - windowStart >= (long) WINDOW_MILLIS * perMilli) {
            move(Math.max(0, Math.floorDiv(Math.min(least, leastBefore) - origin, binSize())));
            leastBefore = least;
            least = transit;
            windowStart = arrival;
        }
        if (transit - origin < BINS * binSize()) {
            beyond = false;
        } else if (!beyond) {
            beyond = true;
            beyondSince = arrival;
            leastBeyond = transit;
        } else {
            leastBeyond = Math.min(leastBeyond, transit);
            if (arrival - beyondSince >= (long) MOVED_MILLIS * perMilli) {
                origin = leastBeyond;
                least = origin;
                leastBefore = origin;
                beyond = false;
            }
        }
    }

    /** Moves the origin by whole bins; what is in the histogram keeps its distance to it. */
    private void move(long bins) {
        if (bins == 0) {
            return;
        }
        origin += bins * binSize();
        int shift = Math.clamp(bins, -BINS, BINS);
        double kept = 0;
        for (int i = 0; i < BINS; i++) {
            int to = shift > 0 ? i : BINS - 1 - i;
            int from = to + shift;
            histogram[to] = from >= 0 && from < BINS ? histogram[from] : 0;
            kept += histogram[to];
        }
        histogram[shift > 0 ? 0 : BINS - 1] += Math.max(0, 1 - kept);
    }

    private void learn() {
        if (!settings.adaptive()) {
            target = (long) settings.normalMillis() * perMilli;
            return;
        }
        double later = 0;
        int bin = BINS - 1;
        for (; bin > 0; bin--) {
            later += histogram[bin];
            if (later > LATE) {
                break;
            }
        }
        target = Math.clamp((long) (bin + 1) * BIN_MILLIS, settings.minMillis(), settings.maxMillis()) * perMilli;
    }

    /** How long a packet without delay shall wait. */
    long target() {
        return target;
    }

    /** The longest that packets may wait. */
    long limit() {
        return (long) (settings.adaptive() ? settings.maxMillis() : settings.normalMillis()) * perMilli;
    }

    /** How long a packet without delay would have waited if it were played at that moment; that is how late such a packet may come. */
    long slack(long now, long time) {
        return now - time - origin;
    }
}
