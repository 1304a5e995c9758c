package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.carillon.core.media.internal.rtp.JitterBuffer.Result;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
    private static final int START = 65_534;

    private final JitterBuffer buffer = new JitterBuffer(40);

    /** Packets are known by the number in their first octet. */
    private boolean put(int number) {
        return buffer.put(START + number & 0xffff, 0, new byte[]{(byte) number}, 0, 1);
    }

    private String take() {
        Result result = buffer.take(20);
        return result == Result.PACKET ? Integer.toString(buffer.payload()[0] & 0xff) : result.toString().toLowerCase();
    }

    private List<String> take(int times) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            taken.add(take());
        }
        return taken;
    }

    /** In regular operation: two packets wait. */
    private void running() {
        assertThat(take()).isEqualTo("idle");
        put(0);
        assertThat(take()).isEqualTo("idle");
        put(1);
        assertThat(take()).isEqualTo("idle");
        put(2);
        assertThat(take()).isEqualTo("0");
    }

    @Test
    void holdsBackForTheTarget() {
        running();
        put(3);
        assertThat(take(3)).containsExactly("1", "2", "3");
    }

    @Test
    void putsIntoOrderAcrossTheWrap() {
        put(1);
        put(0);
        put(3);
        put(2);
        assertThat(take(2)).containsOnly("idle");
        assertThat(take(4)).containsExactly("0", "1", "2", "3");
    }

    @Test
    void missingPacketIsLostAtItsTurnAndLateAfterwards() {
        running();
        put(4);
        assertThat(take(3)).containsExactly("1", "2", "lost");
        assertThat(put(3)).isFalse();
        assertThat(take()).isEqualTo("4");
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void duplicatesAreNeitherPlayedNorLate() {
        running();
        assertThat(put(2)).isFalse();
        assertThat(put(0)).isFalse();
        assertThat(take(2)).containsExactly("1", "2");
        assertThat(put(1)).isFalse();
        assertThat(buffer.late()).isZero();
    }

    @Test
    void delayedPacketsArePlayedAfterAll() {
        running();
        assertThat(take(4)).containsExactly("1", "2", "empty", "empty");
        put(3);
        put(4);
        put(5);
        assertThat(take(3)).containsExactly("3", "4", "5");
        assertThat(buffer.late()).isZero();
    }

    @Test
    void timeWaitedOutIsNotWaitedAgain() {
        running();
        assertThat(take(4)).containsExactly("1", "2", "empty", "empty");
        put(5);
        put(6);
        assertThat(take(2)).containsExactly("5", "6");
    }

    @Test
    void afterAPauseTheTargetHoldsAgain() {
        running();
        assertThat(take(9)).containsExactly("1", "2", "empty", "empty", "empty", "empty", "empty", "idle", "idle");
        put(3);
        assertThat(take(3)).containsExactly("idle", "idle", "3");
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 40; i++) {
            put(i);
            assertThat(buffer.count()).isLessThanOrEqualTo(JitterBuffer.MAX_PACKETS);
        }
        assertThat(take(10)).containsExactly("30", "31", "32", "33", "34", "35", "36", "37", "38", "39");
    }

    @Test
    void jumpAheadIsFollowed() {
        running();
        put(100);
        put(101);
        assertThat(take(2)).containsExactly("100", "101");
    }

    @Test
    void fasterSenderDoesNotMoveThePlayoutAway() {
        int deepest = 0;
        int number = 0;
        for (int tick = 0; tick < 50_000; tick++) {
            put(number++);
            if (tick % 100 == 99) {
                put(number++);
            }
            take();
            deepest = Math.max(deepest, buffer.count());
        }
        assertThat(deepest).isLessThanOrEqualTo(5);
        assertThat(buffer.late()).isZero();
    }

    @Test
    void slowerSenderCostsAFrameNowAndThen() {
        int number = 0;
        int gaps = 0;
        for (int tick = 0; tick < 10_000; tick++) {
            if (tick % 100 != 99) {
                put(number++);
            }
            gaps += take().equals("empty") ? 1 : 0;
        }
        assertThat(gaps).isBetween(90, 100);
        assertThat(buffer.late()).isZero();
    }

    @Test
    void jitterBelowTheTargetIsNotHeard() {
        Random random = new Random(40);
        int packets = 2000;
        int[] arrival = new int[packets];
        for (int i = 0; i < packets; i++) {
            arrival[i] = i * 20 + random.nextInt(39);
        }
        List<String> taken = new ArrayList<>();
        for (int tick = 0; tick < packets - 5; tick++) {
            for (int i = Math.max(0, tick - 5); i < packets; i++) {
                if (arrival[i] > (tick - 1) * 20 && arrival[i] <= tick * 20) {
                    put(i);
                }
            }
            taken.add(take());
        }
        assertThat(taken.stream().dropWhile("idle"::equals)).doesNotContain("lost", "empty", "idle");
    }

    @Test
    void resetForgetsEverything() {
        running();
        buffer.reset();
        assertThat(take()).isEqualTo("idle");
        put(200);
        assertThat(take(3)).containsExactly("idle", "idle", "200");
    }
}
