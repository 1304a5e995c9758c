package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
    private final JitterBuffer buffer = new JitterBuffer();

    /** Packets are known by the number in their first octet. */
    private boolean put(long time, int number) {
        return buffer.put(time, 0, new byte[]{9, (byte) number}, 1, 1);
    }

    private List<Integer> takeAll() {
        List<Integer> taken = new ArrayList<>();
        while (buffer.first() != null) {
            JitterBuffer.Packet packet = buffer.take();
            assertThat(packet.length).isEqualTo(1);
            taken.add(packet.payload[0] & 0xff);
        }
        return taken;
    }

    @Test
    void putsIntoTheOrderOfTime() {
        put(320, 3);
        put(0, 1);
        put(-160, 0);
        put(160, 2);
        assertThat(buffer.first().time).isEqualTo(-160);
        assertThat(buffer.second().time).isZero();
        assertThat(takeAll()).containsExactly(0, 1, 2, 3);
        assertThat(buffer.second()).isNull();
    }

    @Test
    void sameTimeKeepsTheOrderOfArrival() {
        put(160, 1);
        put(160, 2);
        put(0, 0);
        assertThat(takeAll()).containsExactly(0, 1, 2);
    }

    @Test
    void oldestGivesWayWhenFull() {
        for (int i = 0; i < JitterBuffer.MAX_PACKETS; i++) {
            assertThat(put(i, i)).isTrue();
        }
        assertThat(put(1000, 200)).isFalse();
        assertThat(buffer.count()).isEqualTo(JitterBuffer.MAX_PACKETS);
        assertThat(takeAll()).hasSize(JitterBuffer.MAX_PACKETS).startsWith(1, 2).endsWith(63, 200);
    }

    @Test
    void duplicatesAreKnownByTheirNumberAcrossTheWrap() {
        assertThat(buffer.isDuplicate(65_534)).isFalse();
        assertThat(buffer.isDuplicate(1)).isFalse();
        assertThat(buffer.isDuplicate(65_535)).isFalse();
        assertThat(buffer.isDuplicate(65_535)).isTrue();
        assertThat(buffer.isDuplicate(65_534)).isTrue();
        assertThat(buffer.isDuplicate(1)).isTrue();
        assertThat(buffer.isDuplicate(0)).isFalse();
        assertThat(buffer.isDuplicate(200)).isFalse();
        assertThat(buffer.isDuplicate(199)).isFalse();
        assertThat(buffer.isDuplicate(200)).isTrue();
        buffer.reset();
        assertThat(buffer.isDuplicate(200)).isFalse();
    }

    @Test
    void resetForgetsEverything() {
        put(0, 1);
        buffer.reset();
        assertThat(buffer.first()).isNull();
        put(-500, 2);
        assertThat(takeAll()).containsExactly(2);
    }
}
