package org.carillon.core.media.internal.rtp;

import java.util.Arrays;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.codec.Codecs;
import org.carillon.core.media.internal.rtp.RtpReceiveQueue.Datagram;
import org.carillon.core.media.internal.sdp.Format;
import org.carillon.core.media.internal.sdp.Negotiated;
import org.carillon.sim.testkit.Footprint;
import org.carillon.sim.testkit.Mutator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wrong packets by the hundred thousand between those of a call, in virtual time. */
class FuzzTest {
    private static final int PACKETS = 175_000;
    private static final int REPORTS = 100_000;
    private static final int PER_FRAME = 40;
    private static final int SAMPLES = 160;
    private static final int THEM = 0x5eed;
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HEAP_BYTES = 2L << 20;
    private static final Instant WALL = Instant.parse("2026-03-04T05:06:07.5Z");
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.9", 4000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 4000);
    private static final Format PCMU = new Format(0, "PCMU", 8000);
    private static final Format PCMA = new Format(8, "PCMA", 8000);
    private static final Format EVENTS = new Format(101, "TELEPHONE-EVENT", 8000);

    private final Mutator mutator = new Mutator(3550, RtpReceiveQueue.MAX_PACKET);
    private final Random random = mutator.random();
    private final RtpReceiver receiver = new RtpReceiver((digit, millis) -> {});
    private final RtpHeader header = new RtpHeader();
    private final Datagram datagram = new Datagram();
    private final short[] pcm = new short[Codec.Coder.MAX_SAMPLES];
    private int sequence = 65_000;
    private int timestamp;
    private long nanos;
    private int heard;

    @BeforeEach
    void talk() {
        receiver.use(
                new Negotiated(PEER, new InetSocketAddress("192.0.2.9", 4001), PCMU, 20, EVENTS, List.of(PCMU, PCMA), List.of(EVENTS), true,
                        true,
                        true, false, false),
                nanos);
        Codec.Coder[] coders = new Codec.Coder[128];
        coders[0] = Codecs.of("PCMU", 8000).open();
        coders[8] = Codecs.of("PCMA", 8000).open();
        int[] rates = new int[coders.length];
        Arrays.fill(rates, 8000);
        receiver.playout().use(coders, rates, 8000);
    }

    private static byte[] packet(int payloadType, int sequence, int timestamp, int ssrc, int octet, int size) {
        ByteBuffer packet = ByteBuffer.allocate(12 + size);
        packet.put((byte) 0x80).put((byte) payloadType).putShort((short) sequence).putInt(timestamp).putInt(ssrc);
        while (packet.hasRemaining()) {
            packet.put((byte) octet);
        }
        return packet.array();
    }

    /** Packets as they might come now: of the call, of an event, of others. */
    private List<byte[]> samples() {
        return List.of(packet(0, sequence, timestamp, THEM, 0x10, SAMPLES), packet(101, sequence, timestamp, THEM, 0x05, 4),
                packet(8, sequence + 1, timestamp + SAMPLES, THEM, 0x55, 80),
                packet(0, random.nextInt(65_536), 1, random.nextInt(), 0x20, 240),
                new byte[]{(byte) 0xb1, (byte) 0x80, 0, 9, 0, 0, 0, 0, 0, 0, 0x5e, (byte) 0xed, 0, 0, 0, 1, 0, 1, 0, 1, 1, 2, 3, 4, 7, 7, 0,
                        2});
    }

    private void receive(byte[] packet, InetSocketAddress from) {
        datagram.length = packet.length;
        System.arraycopy(packet, 0, datagram.bytes, 0, packet.length);
        datagram.from = from;
        datagram.nanos = nanos;
        if (header.read(datagram.bytes, datagram.length)) {
            assertThat(header.payloadOffset() + header.payloadLength()).isLessThanOrEqualTo(packet.length);
            receiver.packet(header, datagram);
        }
    }

    /** 20 ms in which the call's packet comes among others; counts the frames in which it is heard. */
    private void frame(int wrong, InetSocketAddress... from) {
        int good = random.nextInt(wrong + 1);
        for (int i = 0; i <= wrong; i++) {
            if (i == good) {
                receive(packet(0, sequence, timestamp, THEM, 0x10, SAMPLES), PEER);
            } else {
                receive(mutator.next(samples()), from[random.nextInt(from.length)]);
            }
        }
        sequence = sequence + 1 & 0xffff;
        timestamp += SAMPLES;
        nanos += FRAME_NANOS;
        receiver.check(nanos);
        receiver.playout().play(pcm, SAMPLES, nanos);
        heard += pcm[0] == pcm[SAMPLES - 1] && pcm[0] == loud() ? 1 : 0;
    }

    private static short loud() {
        short[] one = new short[Codec.Coder.MAX_SAMPLES];
        Codecs.of("PCMU", 8000).open().decode(new byte[]{0x10}, 0, 1, one);
        return one[0];
    }

    @Test
    @Timeout(900)
    void strangersAreNotHeardAndCostNothing() {
        int frames = PACKETS / PER_FRAME;
        for (int i = 0; i < 10; i++) {
            frame(0);
        }
        heard = 0;
        var before = Footprint.now();
        for (int i = 0; i < frames; i++) {
            frame(PER_FRAME, STRANGER, new InetSocketAddress("192.0.2.9", 4002));
        }
        before.requireNoGrowth(HEAP_BYTES);
        assertThat(heard).as("frames heard").isEqualTo(frames);
        assertThat(receiver.lost()).isZero();
        assertThat(receiver.received()).isEqualTo(frames + 9L);
        assertThat(receiver.target()).isEqualTo(PEER);
    }

    /** Somebody who forges the address of the call's sender can disturb it, but only as long as he does. */
    @Test
    @Timeout(900)
    void forgedPacketsBreakNothing() {
        for (int i = 0; i < 10; i++) {
            frame(0);
        }
        var before = Footprint.now();
        for (int i = 0; i < PACKETS / PER_FRAME; i++) {
            frame(PER_FRAME, PEER, STRANGER);
        }
        before.requireNoGrowth(HEAP_BYTES);
        for (int i = 0; i < 300; i++) {
            frame(0);
        }
        heard = 0;
        for (int i = 0; i < 100; i++) {
            frame(0);
        }
        assertThat(heard).as("frames heard afterwards").isEqualTo(100);
    }

    @Test
    @Timeout(900)
    void wrongReportsAreIgnored() {
        Rtcp rtcp = new Rtcp(random, new byte[]{'a', 'b', 'c'});
        RtpSender sender = new RtpSender(random);
        RtpSource source = new RtpSource();
        source.begin(PEER, THEM, 10);
        source.update(10, 0);
        source.update(11, 0);
        List<byte[]> samples = new ArrayList<>();
        for (boolean bye : new boolean[]{false, true}) {
            ByteBuffer out = ByteBuffer.allocate(512);
            rtcp.write(out, sender, 1, source, 0, WALL, bye);
            samples.add(java.util.Arrays.copyOf(out.array(), out.position()));
        }
        samples.add(ByteBuffer.allocate(60).putInt(0x80c80006).putInt(THEM).putLong(Rtcp.ntp(WALL)).putInt(1).putInt(2).putInt(3)
                .putInt(0x81cb0007).putInt(THEM).array());
        byte[] packet = new byte[RtpReceiveQueue.MAX_PACKET];
        var before = Footprint.now();
        for (int i = 0; i < REPORTS; i++) {
            byte[] wrong = mutator.next(samples);
            System.arraycopy(wrong, 0, packet, 0, wrong.length);
            rtcp.read(packet, wrong.length, sender.ssrc(), source, i, WALL);
            assertThat(rtcp.roundTripMillis()).satisfiesAnyOf(millis -> assertThat(millis).isNaN(),
                    millis -> assertThat(millis).isNotNegative());
        }
        before.requireNoGrowth(HEAP_BYTES);
        ByteBuffer out = ByteBuffer.allocate(512);
        rtcp.write(out, sender, 1, source, 0, WALL, true);
        assertThat(rtcp.read(out.array(), out.position(), 0, source, 0, WALL)).isEqualTo(Rtcp.Said.NOTHING);
    }
}
