package org.carillon.core.media.internal.rtp;

import java.util.Arrays;

/**
 * Puts packets into order and holds them back for a fixed target time, so that those delayed on the way are still there in time. Bounded;
 * nothing is allocated after construction. One thread's.
 *
 * <p>A packet that is missing when later ones are there counts as lost at its turn. When the buffer runs empty, time is waited out without
 * giving the missing packets up, so a sender with a slower clock or a jump of the network delay moves the playout back; when more than the
 * target stays in the buffer for a while (a faster clock, or the delay gone again), a packet is left out.
 */
final class JitterBuffer {
    /** What {@link #take} found. */
    enum Result {
        /** A packet. */
        PACKET,
        /** A packet is missing: conceal it. */
        LOST,
        /** Nothing there yet, for a moment: conceal. */
        EMPTY,
        /** The sender is silent or has just begun: play silence. */
        IDLE
    }

    static final int FRAME_MILLIS = 20;
    static final int MAX_PACKETS = 10;
    static final int MAX_PAYLOAD = RtpReceiveQueue.MAX_PACKET;
    private static final int SLOTS = 16;
    private static final int DRY_MILLIS = 100;
    private static final int WATCH_MILLIS = 500;

    private final byte[][] payloads = new byte[SLOTS][MAX_PAYLOAD];
    private final int[] lengths = new int[SLOTS];
    private final int[] payloadTypes = new int[SLOTS];
    private final boolean[] filled = new boolean[SLOTS];
    private final int targetMillis;

    private int count;
    private int next;
    private boolean begun;
    private boolean playing;
    private boolean played;
    private int waitedMillis;
    private int dryMillis;
    private int owed;
    private int watchedMillis;
    private int least;
    private int taken;
    private long seen;
    private int newest;
    private long late;

    JitterBuffer(int targetMillis) {
        this.targetMillis = targetMillis;
    }

    /** Forgets all packets; the next one begins a new stream. */
    void reset() {
        Arrays.fill(filled, false);
        count = 0;
        begun = false;
        playing = false;
        played = false;
        owed = 0;
        dryMillis = 0;
    }

    /** Adds a packet; one without payload keeps the place of something that is not audio. Returns false for a duplicate and when it is too late. */
    boolean put(int sequence, int payloadType, byte[] from, int offset, int length) {
        if (!begun) {
            begun = true;
            next = sequence;
            newest = sequence;
            seen = 0;
            waitedMillis = 0;
        }
        if (isDuplicate(sequence)) {
            return false;
        }
        int ahead = (short) (sequence - next);
        if (ahead < 0) {
            if (played || count - ahead > MAX_PACKETS) {
                late++;
                return false;
            }
            next = sequence;
        } else if (ahead >= SLOTS) {
            jumpTo(sequence);
        }
        int slot = sequence & SLOTS - 1;
        System.arraycopy(from, offset, payloads[slot], 0, length);
        lengths[slot] = length;
        payloadTypes[slot] = payloadType;
        filled[slot] = true;
        count++;
        while (count > MAX_PACKETS) {
            skip();
        }
        return true;
    }

    private boolean isDuplicate(int sequence) {
        int ahead = (short) (sequence - newest);
        if (ahead > 0) {
            seen = ahead < 64 ? seen << ahead : 0;
            newest = sequence;
            ahead = 0;
        }
        if (-ahead >= 64) {
            return false;
        }
        long bit = 1L << -ahead;
        boolean duplicate = (seen & bit) != 0;
        seen |= bit;
        return duplicate;
    }

    /** The sender is far ahead: what is missing was waited out already or is no use any more. */
    private void jumpTo(int sequence) {
        while (count > 0 && (short) (sequence - next) >= SLOTS) {
            skip();
        }
        if (count == 0) {
            next = sequence;
        }
    }

    private void skip() {
        int slot = next & SLOTS - 1;
        if (filled[slot]) {
            filled[slot] = false;
            count--;
        }
        next = next + 1 & 0xffff;
    }

    /**
     * Takes the packet whose turn it is; its payload stays readable until the next call. Time passes by this call: the length of a packet,
     * or {@link #FRAME_MILLIS} when it returns {@code IDLE}.
     *
     * @param packetMillis
     *            how long the last packet was
     */
    Result take(int packetMillis) {
        if (!playing) {
            if (!begun || count == 0) {
                return Result.IDLE;
            }
            waitedMillis += FRAME_MILLIS;
            if (waitedMillis <= targetMillis && count < MAX_PACKETS) {
                return Result.IDLE;
            }
            begin();
        }
        if (count == 0) {
            return dry(packetMillis);
        }
        watch(packetMillis);
        dryMillis = 0;
        for (; owed > 0 && !filled[next & SLOTS - 1]; owed--) {
            skip();
        }
        owed = 0;
        taken = next & SLOTS - 1;
        boolean there = filled[taken];
        skip();
        return there ? Result.PACKET : Result.LOST;
    }

    private void begin() {
        playing = true;
        played = true;
        owed = 0;
        while (!filled[next & SLOTS - 1]) {
            skip();
        }
        startWatch();
    }

    private Result dry(int packetMillis) {
        startWatch();
        owed++;
        dryMillis += packetMillis;
        if (dryMillis <= DRY_MILLIS) {
            return Result.EMPTY;
        }
        playing = false;
        waitedMillis = 0;
        return Result.IDLE;
    }

    private void startWatch() {
        watchedMillis = 0;
        least = Integer.MAX_VALUE;
    }

    /** Leaves a packet out when the buffer held more than it should for a whole while. */
    private void watch(int packetMillis) {
        least = Math.min(least, count);
        watchedMillis += packetMillis;
        if (watchedMillis >= WATCH_MILLIS) {
            if ((least - 1) * packetMillis > targetMillis) {
                skip();
            }
            startWatch();
        }
    }

    byte[] payload() {
        return payloads[taken];
    }

    int length() {
        return lengths[taken];
    }

    int payloadType() {
        return payloadTypes[taken];
    }

    int count() {
        return count;
    }

    /** Packets that came after their turn. */
    long late() {
        return late;
    }
}
