package org.carillon.core.media.internal.rtp;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.random.RandomGenerator;
import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.sdp.Format;

/** Writes and sends RTP (RFC 3550 5.1). The pacing thread's; allocates nothing per packet. */
final class RtpSender {
    private final RandomGenerator random;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(RtpReceiveQueue.MAX_PACKET);
    private final byte[] payload = new byte[RtpReceiveQueue.MAX_PACKET - RtpHeader.LENGTH];
    private int ssrc;
    private int sequence;
    private int timestamp;
    private int eventTimestamp;
    private boolean talking;
    private long packets;
    private long octets;
    private long total;

    RtpSender(RandomGenerator random) {
        this.random = random;
        begin();
    }

    /** Takes a new identity, at the start and after a collision (RFC 3550 8.2). */
    void begin() {
        ssrc = random.nextInt();
        sequence = random.nextInt() & 0xffff;
        timestamp = random.nextInt();
        talking = false;
        packets = 0;
        octets = 0;
    }

    /** Sends a frame. */
    void audio(DatagramChannel channel, SocketAddress to, int payloadType, Codec.Coder coder, short[] pcm, int samples, int units)
            throws IOException {
        int length = coder.encode(pcm, samples, payload);
        boolean first = !talking;
        talking = true;
        int at = timestamp;
        timestamp += units;
        send(channel, to, payloadType, first, at, length);
    }

    /** Sends a packet of an event in the place of a frame. Its time stamp is of the stream's clock, its duration of that of the events. */
    void event(DatagramChannel channel, SocketAddress to, Format format, DigitSender digits, int units)
            throws IOException {
        if (digits.isFirst()) {
            eventTimestamp = timestamp;
        }
        digits.write(payload, format.clockRate());
        timestamp += units;
        send(channel, to, format.payloadType(), digits.isFirst(), eventTimestamp, DigitSender.PAYLOAD);
    }

    /** Sends a description of noise (RFC 3389 3) in the place of a frame; the next frame begins a talkspurt. */
    void noise(DatagramChannel channel, SocketAddress to, int payloadType, int level, int units) throws IOException {
        payload[0] = (byte) level;
        int at = timestamp;
        pause(units);
        send(channel, to, payloadType, false, at, 1);
    }

    /** Lets time pass without a packet. */
    void pause(int units) {
        timestamp += units;
        talking = false;
    }

    private void send(DatagramChannel channel, SocketAddress to, int payloadType, boolean marker, int at, int length) throws IOException {
        packet.clear();
        packet.put((byte) 0x80).put((byte) (marker ? payloadType | 0x80 : payloadType)).putShort((short) sequence).putInt(at).putInt(ssrc)
                .put(payload, 0, length).flip();
        sequence = sequence + 1 & 0xffff;
        channel.send(packet, to);
        packets++;
        octets += length;
        total++;
    }

    int ssrc() {
        return ssrc;
    }

    /** Time stamp of the next frame's first sample. */
    int timestamp() {
        return timestamp;
    }

    /** Packets sent under this SSRC. */
    long packets() {
        return packets;
    }

    /** Payload octets sent under this SSRC. */
    long octets() {
        return octets;
    }

    /** Packets sent in all. */
    long total() {
        return total;
    }
}
