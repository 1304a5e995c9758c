package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoundRingTest {
    private static final int FRAME = 160;
    private final SoundRing ring = new SoundRing(8000);
    private final short[] pcm = new short[FRAME];
    private int next;

    private void put(int frames) {
        for (int i = 0; i < frames * FRAME; i++) {
            ring.put((short) (1 + next++ % 30_000));
        }
    }

    private short take() {
        ring.take(pcm, 0, FRAME);
        return pcm[0];
    }

    @Test
    void gathersTwoFramesBeforeItPlays() {
        put(1);
        assertThat(take()).isZero();
        put(1);
        assertThat(take()).isEqualTo((short) 1);
        assertThat(take()).isEqualTo((short) (1 + FRAME));
    }

    @Test
    void gathersMoreAfterItRanDry() {
        put(2);
        take();
        take();
        assertThat(take()).isZero();
        assertThat(ring.aim()).isEqualTo(60);
        put(2);
        assertThat(take()).isZero();
        put(1);
        assertThat(take()).isNotZero();
    }

    @Test
    void aimsLowerAgainWhenItIsCalm() {
        put(2);
        take();
        take();
        take();
        put(3);
        for (int i = 0; i < 600; i++) {
            take();
            put(1);
        }
        assertThat(ring.aim()).isEqualTo(40);
    }

    @Test
    void dropsWhatCameTooEarly() {
        put(30);
        take();
        assertThat(pcm[0]).isEqualTo((short) (1 + 28 * FRAME));
    }

    @Test
    void keepsTheOldestWhenNobodyTakes() {
        put(1000);
        take();
        assertThat(pcm[0]).isNotZero();
    }
}
