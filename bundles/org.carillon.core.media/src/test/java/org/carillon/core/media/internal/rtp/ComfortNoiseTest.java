package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComfortNoiseTest {
    private final ComfortNoise noise = new ComfortNoise();
    private final short[] frame = new short[8_000];

    private void describe(int... payload) {
        byte[] packet = new byte[payload.length + 1];
        for (int i = 0; i < payload.length; i++) {
            packet[i + 1] = (byte) payload[i];
        }
        noise.describe(packet, 1, payload.length);
        Arrays.fill(frame, (short) 0);
        noise.mix(frame, frame.length);
    }

    private double level() {
        return 10 * Math.log10(Arrays.stream(toInts()).mapToDouble(sample -> (double) sample * sample).sum() / frame.length)
                - 20 * Math.log10(32_768);
    }

    private int[] toInts() {
        int[] samples = new int[frame.length];
        Arrays.setAll(samples, i -> frame[i]);
        return samples;
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 30, 40, 55, 70})
    void noiseHasTheLevelThatIsDescribed(int level) {
        describe(level, 40, 40);
        assertThat(level()).isCloseTo(-level, within(0.5));
        describe(level | 0x80);
        assertThat(level()).as("the first bit means nothing").isCloseTo(-level, within(0.5));
    }

    @Test
    void withoutADescriptionThereIsSilence() {
        noise.mix(frame, frame.length);
        assertThat(frame).isEqualTo(new short[frame.length]);
        describe();
        assertThat(frame).isEqualTo(new short[frame.length]);
        describe(127);
        assertThat(frame).isEqualTo(new short[frame.length]);
        describe(30);
        noise.forget();
        Arrays.fill(frame, (short) 0);
        noise.mix(frame, frame.length);
        assertThat(frame).isEqualTo(new short[frame.length]);
    }

    @Test
    void theLoudestDoesNotOverflow() {
        Arrays.fill(frame, (short) 32_000);
        noise.describe(new byte[1], 0, 1);
        noise.mix(frame, frame.length);
        assertThat(frame).contains(Short.MAX_VALUE);
    }

    @Test
    void noiseIsNotATone() {
        describe(30);
        double same = 0;
        for (int lag = 20; lag < 160; lag++) {
            double sum = 0;
            for (int i = lag; i < frame.length; i++) {
                sum += (double) frame[i] * frame[i - lag];
            }
            same = Math.max(same, Math.abs(sum));
        }
        assertThat(same / frame.length).isLessThan(0.1 * Math.pow(32_768 * Math.pow(10, -1.5), 2));
    }
}
