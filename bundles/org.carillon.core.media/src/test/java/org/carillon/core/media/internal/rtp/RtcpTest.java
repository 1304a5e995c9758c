package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.carillon.core.media.internal.rtp.Rtcp.Said;
import org.junit.jupiter.api.Test;

class RtcpTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.5Z");
    private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.1", 4000);
    private static final int THEM = 0x0a0b0c0d;

    private final Random random = new Random(1);
    private final Rtcp rtcp = new Rtcp(random, "abc".getBytes(StandardCharsets.US_ASCII));
    private final RtpSender sender = new RtpSender(random);
    private final RtpSource source = new RtpSource();

    private byte[] written(RtpSource about, boolean bye) {
        ByteBuffer out = ByteBuffer.allocate(512);
        rtcp.write(out, sender, 0x01020304, about, TimeUnit.SECONDS.toNanos(100), NOW, bye);
        out.flip();
        byte[] packet = new byte[out.remaining()];
        out.get(packet);
        return packet;
    }

    private void valid() {
        source.begin(FROM, THEM, 10);
        source.update(10, 0);
        source.update(11, 0);
    }

    private Said read(String hex, long seconds) {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        return rtcp.read(packet, packet.length, 0x11223344, source, TimeUnit.SECONDS.toNanos(seconds), NOW);
    }

    @Test
    void receiverReportOfWhoSendsNothing() {
        valid();
        source.update(14, 0);
        String own = HexFormat.of().toHexDigits(sender.ssrc());
        assertThat(HexFormat.of().formatHex(written(source, false))).isEqualTo("81c90007" + own + "0a0b0c0d" + "80000002" + "0000000e"
                + "00000000" + "00000000" + "00000000" + "81ca0003" + own + "0103616263000000".substring(0, 12) + "0000");
    }

    @Test
    void everyPacketWrittenIsWellFormed() {
        valid();
        for (boolean bye : new boolean[]{false, true}) {
            for (RtpSource about : new RtpSource[]{null, source}) {
                byte[] packet = written(about, bye);
                assertThat(rtcp.read(packet, packet.length, 0, source, 0, NOW)).isEqualTo(Said.NOTHING);
                assertThat(packet.length % 4).isZero();
            }
        }
    }

    @Test
    void reportIsDueAfterHalfTheIntervalAndThenAboutEvery5Seconds() {
        rtcp.begin(0);
        assertThat(rtcp.isDue(TimeUnit.MILLISECONDS.toNanos(1025))).isFalse();
        assertThat(rtcp.isDue(TimeUnit.MILLISECONDS.toNanos(3078))).isTrue();
        double total = 0;
        for (int i = 0; i < 2000; i++) {
            written(null, false);
            long start = TimeUnit.SECONDS.toNanos(100);
            assertThat(rtcp.isDue(start + TimeUnit.MILLISECONDS.toNanos(2051))).isFalse();
            assertThat(rtcp.isDue(start + TimeUnit.MILLISECONDS.toNanos(6157))).isTrue();
            long low = 2051;
            for (; !rtcp.isDue(start + TimeUnit.MILLISECONDS.toNanos(low)); low += 10) {
                // search
            }
            total += low;
        }
        assertThat(total / 2000).isBetween(4000.0, 4200.0);
    }

    @Test
    void roundTripOfTheReport() {
        // LSR: 2 s before now, DLSR: 1.75 s
        int now = (int) (Rtcp.ntp(NOW) >>> 16);
        String block = "11223344 00000000 00000000 00000000 " + HexFormat.of().toHexDigits(now - (2 << 16)) + "0001c000";
        assertThat(read("81c90007 0a0b0c0d" + block, 0)).isEqualTo(Said.NOTHING);
        assertThat(rtcp.roundTripMillis()).isEqualTo(250, within(0.1));
    }

    @Test
    void delaySinceTheSenderReport() {
        valid();
        assertThat(read("80c80006 0a0b0c0d 1111222233334444 00000000 00000000 00000000", 97)).isEqualTo(Said.NOTHING);
        String report = HexFormat.of().formatHex(written(source, false));
        assertThat(report.substring(48, 64)).isEqualTo("22223333" + "00030000");
    }

    @Test
    void byeCountsForTheSenderAlone() {
        valid();
        assertThat(read("80c90001 0a0b0c0d 81cb0001 0a0b0c0d", 0)).isEqualTo(Said.BYE);
        assertThat(read("80c90001 0a0b0c0d 81cb0001 0a0b0c0e", 0)).isEqualTo(Said.NOTHING);
    }

    @Test
    void junkIsIgnoredAsAWhole() {
        valid();
        assertThat(read("81cb0001 0a0b0c0d", 0)).isEqualTo(Said.JUNK);
        assertThat(read("80c90001 0a0b0c0d 81cb0002 0a0b0c0d", 0)).isEqualTo(Said.JUNK);
        assertThat(read("80c90001 0a0b0c0d 41cb0001 0a0b0c0d", 0)).isEqualTo(Said.JUNK);
        assertThat(read("80c90001 0a0b0c", 0)).isEqualTo(Said.JUNK);
        assertThat(read("80c9ffff 0a0b0c0d", 0)).isEqualTo(Said.JUNK);
        assertThat(read("9fc90001 0a0b0c0d", 0)).isEqualTo(Said.NOTHING);
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = new byte[random.nextInt(16) * 4];
            random.nextBytes(packet);
            if (packet.length > 8) {
                packet[0] = (byte) (0x80 | packet[0] & 0x1f);
                packet[1] = (byte) (200 + (packet[1] & 3));
                packet[2] = 0;
                packet[3] = (byte) (packet[3] & 7);
            }
            rtcp.read(packet, packet.length, 0x11223344, source, 0, NOW);
        }
    }
}
