package org.carillon.core.media.internal.rtp;

/** Keeps packets in the order of their time until their turn. Bounded; nothing is allocated after construction. One thread's. */
final class JitterBuffer {
    /** What the greatest permitted delay holds of short packets. */
    static final int MAX_PACKETS = 64;
    static final int MAX_PAYLOAD = RtpReceiveQueue.MAX_PACKET;

    /** A packet; valid until the next {@link JitterBuffer#put}. */
    static final class Packet {
        final byte[] payload = new byte[MAX_PAYLOAD];
        int length;
        int payloadType;
        /** Time of its first sample, in samples. */
        long time;
    }

    /** Those that wait, in order, and behind them the free ones. */
    private final Packet[] packets = new Packet[MAX_PACKETS];
    private int count;
    private int newest;
    private long seen;

    JitterBuffer() {
        for (int i = 0; i < MAX_PACKETS; i++) {
            packets[i] = new Packet();
        }
    }

    /** Forgets all packets; the next one begins a new stream. */
    void reset() {
        count = 0;
        seen = 0;
    }

    /** Whether a packet of that number came already; remembers it. Looks back over the last 64 numbers. */
    boolean isDuplicate(int sequence) {
        if (seen == 0) {
            newest = sequence;
        }
        int ahead = (short) (sequence - newest);
        if (ahead > 0) {
            seen = ahead < Long.SIZE ? seen << ahead : 0;
            newest = sequence;
            ahead = 0;
        }
        if (-ahead >= Long.SIZE) {
            return false;
        }
        long bit = 1L << -ahead;
        boolean duplicate = (seen & bit) != 0;
        seen |= bit;
        return duplicate;
    }

    /** Adds a packet, behind those of the same time. Returns false when the oldest one had to give way. */
    boolean put(long time, int payloadType, byte[] from, int offset, int length) {
        boolean room = count < MAX_PACKETS;
        if (!room) {
            take();
        }
        Packet packet = packets[count];
        int at = count++;
        for (; at > 0 && packets[at - 1].time > time; at--) {
            packets[at] = packets[at - 1];
        }
        packets[at] = packet;
        packet.time = time;
        packet.payloadType = payloadType;
        packet.length = length;
        System.arraycopy(from, offset, packet.payload, 0, length);
        return room;
    }

    /** The packet whose turn is next, or null. */
    Packet first() {
        return count == 0 ? null : packets[0];
    }

    /** The one after it, or null. */
    Packet second() {
        return count < 2 ? null : packets[1];
    }

    /** Takes the first packet out. */
    Packet take() {
        Packet taken = packets[0];
        System.arraycopy(packets, 1, packets, 0, --count);
        packets[count] = taken;
        return taken;
    }

    int count() {
        return count;
    }
}
