package org.carillon.core.media.internal.rtp;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Hands datagrams from the receiving thread to the pacing thread. Bounded: what does not fit is dropped, as a network would. One thread
 * puts, another takes; neither waits, nothing is allocated.
 */
final class RtpReceiveQueue {
    /** Longest datagram taken; more cannot be audio on an Ethernet. */
    static final int MAX_PACKET = 1500;
    /** Most datagrams that wait. */
    static final int SLOTS = 32;
    /** Most of them that came from anybody else than the sender who is expected: noise must not keep the call's own packets out. */
    static final int STRANGERS = 8;

    /** A datagram. Valid until {@link RtpReceiveQueue#release()}. */
    static final class Datagram {
        final byte[] bytes = new byte[MAX_PACKET];
        int length;
        SocketAddress from;
        long nanos;
        boolean rtcp;
        private boolean strange;
    }

    private final Datagram[] slots = new Datagram[SLOTS];
    private volatile int put;
    private volatile int taken;
    private int strangersPut;
    private volatile int strangersTaken;

    RtpReceiveQueue() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Datagram();
        }
    }

    /**
     * Adds what the buffer holds.
     *
     * @param strange
     *            when it is not from the sender who is expected
     * @return false when there is no room, or the datagram is too long
     */
    boolean put(ByteBuffer content, SocketAddress from, long nanos, boolean rtcp, boolean strange) {
        if (put - taken == SLOTS || content.remaining() > MAX_PACKET || strange && strangersPut - strangersTaken == STRANGERS) {
            return false;
        }
        Datagram slot = slots[put & SLOTS - 1];
        slot.length = content.remaining();
        content.get(slot.bytes, 0, slot.length);
        slot.from = from;
        slot.nanos = nanos;
        slot.rtcp = rtcp;
        slot.strange = strange;
        if (strange) {
            strangersPut++;
        }
        put = put + 1;
        return true;
    }

    /** The oldest datagram, or null. */
    Datagram peek() {
        return put == taken ? null : slots[taken & SLOTS - 1];
    }

    /** Gives the oldest datagram's place free. */
    void release() {
        if (slots[taken & SLOTS - 1].strange) {
            strangersTaken = strangersTaken + 1;
        }
        taken = taken + 1;
    }
}
