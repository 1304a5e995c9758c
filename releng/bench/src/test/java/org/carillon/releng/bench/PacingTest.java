package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long MILLI = 1_000_000;
    private static final long START = 1_700_000_000_000_000_000L;

    private final Pacing pacing = new Pacing(8000);

    private void packet(long millis, int sequence, int timestamp) {
        pacing.packet(START + millis * MILLI, sequence, timestamp);
    }

    @Test
    void measuresAgainstTheEarliestPacket() {
        packet(3, 1, 160);
        packet(20, 2, 320);
        packet(41, 3, 480);
        assertThat(pacing.lateness()).containsExactly(3 * MILLI, 0, MILLI);
        assertThat(pacing.missing()).isZero();
    }

    @Test
    void goesOnAcrossTheEndOfNumbersAndTimeStamps() {
        packet(0, 65535, -160);
        packet(20, 0, 0);
        packet(40, 1, 160);
        assertThat(pacing.lateness()).containsExactly(0, 0, 0);
        assertThat(pacing.missing()).isZero();
    }

    @Test
    void countsWhatIsMissingAndKeepsTheGrid() {
        packet(0, 65534, 0);
        packet(61, 1, 480);
        assertThat(pacing.missing()).isEqualTo(2);
        assertThat(pacing.lateness()).containsExactly(0, MILLI);
    }

    @Test
    void forgets() {
        packet(0, 1, 0);
        packet(500, 9, 160);
        pacing.clear();
        packet(520, 10, 320);
        packet(541, 11, 480);
        assertThat(pacing.lateness()).containsExactly(0, MILLI);
        assertThat(pacing.missing()).isZero();
    }

    @Test
    void grows() {
        for (int i = 0; i < 5000; i++) {
            packet(20L * i, i, 160 * i);
        }
        assertThat(pacing.lateness()).hasSize(5000).containsOnly(0);
    }
}
