package org.carillon.releng.bench;

import java.util.Arrays;

/**
 * How far behind its own grid a sender of RTP is. The grid goes through the packet that came earliest, measured against its RTP time stamp: a
 * packet's lateness is how much later than that it arrived.
 */
final class Pacing {
    private static final int SEQUENCE_NUMBERS = 1 << 16;

    private final int clockRate;
    private long[] arrivals = new long[1024];
    private long[] timestamps = new long[1024];
    private int count;
    private int sequence;
    private int lastTimestamp;
    private long missing;

    /**
     * @param clockRate
     *            of the RTP time stamps, in Hz
     */
    Pacing(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * Takes a packet, in the order of arrival.
     *
     * @param nanos
     *            when it arrived
     */
    synchronized void packet(long nanos, int sequenceNumber, int timestamp) {
        if (count == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * count);
            timestamps = Arrays.copyOf(timestamps, 2 * count);
        }
        arrivals[count] = nanos;
        timestamps[count] = count == 0 ? 0 : timestamps[count - 1] + (timestamp - lastTimestamp);
        lastTimestamp = timestamp;
        if (count > 0) {
            missing += Math.floorMod(sequenceNumber - sequence, SEQUENCE_NUMBERS) - 1;
        }
        sequence = sequenceNumber;
        count++;
    }

    /** Forgets all packets. */
    synchronized void clear() {
        count = 0;
        missing = 0;
    }

    /** Sequence numbers that were left out. */
    synchronized long missing() {
        return missing;
    }

    /** The lateness of each packet. */
    synchronized long[] lateness() {
        long[] late = new long[count];
        long base = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            late[i] = arrivals[i] - timestamps[i] * 1_000_000_000 / clockRate;
            base = Math.min(base, late[i]);
        }
        for (int i = 0; i < count; i++) {
            late[i] -= base;
        }
        return late;
    }
}
