package org.carillon.core.media.internal.rtp;

import java.net.SocketAddress;

/**
 * A sender of RTP as its packets show it: validity and loss (RFC 3550 A.1, A.3), jitter (A.8). One thread's.
 */
final class RtpSource {
    private static final int MIN_SEQUENTIAL = 2;
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int SEQUENCES = 1 << 16;

    private SocketAddress address;
    private int ssrc;
    private int probation;
    private int highest;
    private int cycles;
    private int first;
    private int bad;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private boolean timed;
    private int transit;
    private int jitter;
    private long lastNanos;

    /** Takes a new sender on probation. */
    void begin(SocketAddress from, int newSsrc, int sequence) {
        address = from;
        ssrc = newSsrc;
        restart(sequence);
        highest = sequence - 1 & 0xffff;
        probation = MIN_SEQUENTIAL;
        timed = false;
        jitter = 0;
    }

    /** Forgets the sender. */
    void clear() {
        address = null;
        probation = MIN_SEQUENTIAL;
    }

    private void restart(int sequence) {
        first = sequence;
        highest = sequence;
        bad = SEQUENCES + 1;
        cycles = 0;
        received = 0;
        receivedBefore = 0;
        expectedBefore = 0;
    }

    boolean is(SocketAddress from, int otherSsrc) {
        return address != null && ssrc == otherSsrc && address.equals(from);
    }

    boolean isFrom(SocketAddress from) {
        return address != null && address.equals(from);
    }

    boolean isValid() {
        return address != null && probation == 0;
    }

    /** Counts a packet. Returns whether it belongs to a valid stream; a restart by the sender shows as {@link #received()} of 1. */
    boolean update(int sequence, long nanos) {
        lastNanos = nanos;
        int ahead = sequence - highest & 0xffff;
        if (probation > 0) {
            if (ahead != 1) {
                probation = MIN_SEQUENTIAL - 1;
                highest = sequence;
                return false;
            }
            highest = sequence;
            if (--probation > 0) {
                return false;
            }
            restart(sequence);
        } else if (ahead < MAX_DROPOUT) {
            if (sequence < highest) {
                cycles += SEQUENCES;
            }
            highest = sequence;
        } else if (ahead <= SEQUENCES - MAX_MISORDER) {
            if (sequence != bad) {
                bad = sequence + 1 & 0xffff;
                return false;
            }
            restart(sequence);
            timed = false;
        }
        received++;
        return true;
    }

    /**
     * Takes a packet's timing (A.8).
     *
     * @param arrival
     *            in units of the time stamp
     */
    void time(int timestamp, int arrival) {
        int now = arrival - timestamp;
        if (timed) {
            int change = Math.abs(now - transit);
            if (change >= 0 && change < 1 << 24) {
                jitter += change - (jitter + 8 >> 4);
            }
        }
        transit = now;
        timed = true;
    }

    /** The next packet's timing tells nothing about the network: the sender paused or began anew. */
    void forgetTiming() {
        timed = false;
    }

    SocketAddress address() {
        return address;
    }

    int ssrc() {
        return ssrc;
    }

    long received() {
        return received;
    }

    long lastNanos() {
        return lastNanos;
    }

    int extendedHighest() {
        return cycles + highest;
    }

    private long expected() {
        return extendedHighest() - first + 1L;
    }

    /** Packets lost so far (A.3); negative with duplicates. */
    long lost() {
        return isValid() ? expected() - received : 0;
    }

    /** Packets lost since the last call, in 256ths of those expected (A.3). */
    int fractionLost() {
        long expectedNow = expected() - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected();
        receivedBefore = received;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }

    /** Interarrival jitter in units of the time stamp. */
    int jitter() {
        return jitter >> 4;
    }
}
