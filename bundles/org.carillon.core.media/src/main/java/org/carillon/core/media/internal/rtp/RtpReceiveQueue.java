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
    private static final int SLOTS = 32;

    /** A datagram. Valid until {@link RtpReceiveQueue#release()}. */
    static final class Datagram {
        final byte[] bytes = new byte[MAX_PACKET];
        int length;
        SocketAddress from;
        long nanos;
        boolean rtcp;
    }

    private final Datagram[] slots = new Datagram[SLOTS];
    private volatile int put;
    private volatile int taken;

    RtpReceiveQueue() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Datagram();
        }
    }

    /** Adds what the buffer holds. False when the queue is full or the datagram too long. */
    boolean put(ByteBuffer content, SocketAddress from, long nanos, boolean rtcp) {
        if (put - taken == SLOTS || content.remaining() > MAX_PACKET) {
            return false;
        }
        Datagram slot = slots[put & SLOTS - 1];
        slot.length = content.remaining();
        content.get(slot.bytes, 0, slot.length);
        slot.from = from;
        slot.nanos = nanos;
        slot.rtcp = rtcp;
        put = put + 1;
        return true;
    }

    /** The oldest datagram, or null. */
    Datagram peek() {
        return put == taken ? null : slots[taken & SLOTS - 1];
    }

    /** Gives the oldest datagram's place free. */
    void release() {
        taken = taken + 1;
    }
}
