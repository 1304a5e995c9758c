package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpSourceTest {
    private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.1", 4000);

    private final RtpSource source = new RtpSource();

    private void valid(int sequence) {
        source.begin(FROM, 1, sequence - 1 & 0xffff);
        assertThat(source.update(sequence - 1 & 0xffff, 0)).isFalse();
        assertThat(source.isValid()).isFalse();
        assertThat(source.update(sequence, 0)).isTrue();
        assertThat(source.isValid()).isTrue();
    }

    @Test
    void onePacketIsNoStream() {
        source.begin(FROM, 1, 10);
        assertThat(source.update(10, 0)).isFalse();
        assertThat(source.update(17, 0)).isFalse();
        assertThat(source.update(3, 0)).isFalse();
        assertThat(source.update(4, 0)).isTrue();
    }

    @Test
    void countsLossAcrossTheWrap() {
        valid(65_530);
        for (int i = 1; i <= 20; i++) {
            if (i % 5 != 0) {
                source.update(65_530 + i & 0xffff, 0);
            }
        }
        assertThat(source.lost()).isEqualTo(3);
        assertThat(source.extendedHighest()).isEqualTo(65_536 + 13);
        source.update(65_550 & 0xffff, 0);
        assertThat(source.lost()).isEqualTo(3);
        assertThat(source.received()).isEqualTo(18);
    }

    @Test
    void duplicatesMakeLossNegative() {
        valid(100);
        source.update(101, 0);
        source.update(101, 0);
        assertThat(source.lost()).isEqualTo(-1);
    }

    @Test
    void fractionIsOfTheIntervalAlone() {
        valid(0);
        for (int i = 1; i < 100; i++) {
            source.update(i, 0);
        }
        assertThat(source.fractionLost()).isZero();
        for (int i = 100; i < 200; i += 2) {
            source.update(i + 1, 0);
        }
        assertThat(source.fractionLost()).isEqualTo(128);
        assertThat(source.fractionLost()).isZero();
    }

    @Test
    void aJumpNeedsTwoPackets() {
        valid(100);
        assertThat(source.update(20_000, 0)).isFalse();
        assertThat(source.update(101, 0)).isTrue();
        assertThat(source.update(30_000, 0)).isFalse();
        assertThat(source.update(30_001, 0)).isTrue();
        assertThat(source.received()).isEqualTo(1);
        assertThat(source.lost()).isZero();
    }

    @Test
    void reorderingIsNoLoss() {
        valid(100);
        source.update(102, 0);
        source.update(101, 0);
        source.update(103, 0);
        assertThat(source.lost()).isZero();
        assertThat(source.received()).isEqualTo(4);
    }

    /** The floating-point form of A.8. */
    @Test
    void jitterFollowsTheFormula() {
        valid(0);
        Random random = new Random(8);
        double expected = 0;
        int before = 0;
        int timestamp = 0x7ffffff0;
        int arrival = 0x12345678;
        for (int i = 0; i < 5000; i++) {
            int delay = (int) Math.abs(random.nextGaussian() * 80);
            source.time(timestamp, arrival + delay);
            if (i > 0) {
                expected += (Math.abs(delay - before) - expected) / 16;
            }
            before = delay;
            timestamp += 160;
            arrival += 160;
            assertThat((double) source.jitter()).isBetween(expected - 1.6, expected + 1.6);
        }
        assertThat(source.jitter()).isBetween(20, 120);
    }

    @Test
    void aPauseIsNoJitter() {
        valid(0);
        source.time(0, 0);
        source.forgetTiming();
        source.time(160, 80_000);
        source.time(320, 80_160);
        assertThat(source.jitter()).isZero();
    }
}
