package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.carillon.api.media.Tone;
import org.carillon.api.media.Tone.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToneSignalTest {
    private static final int RATE = 16_000;

    private static short[] play(ToneSignal signal, int millis, int frame) {
        short[] all = new short[RATE / 1000 * millis];
        short[] pcm = new short[frame];
        for (int at = 0; at < all.length; at += frame) {
            signal.fill(pcm, frame);
            System.arraycopy(pcm, 0, all, at, Math.min(frame, all.length - at));
        }
        return all;
    }

    private static double amplitude(short[] pcm, int fromMillis, int toMillis, double hertz) {
        double sine = 0;
        double cosine = 0;
        int from = RATE / 1000 * fromMillis;
        int to = RATE / 1000 * toMillis;
        for (int i = from; i < to; i++) {
            sine += pcm[i] * Math.sin(2 * Math.PI * hertz * i / RATE);
            cosine += pcm[i] * Math.cos(2 * Math.PI * hertz * i / RATE);
        }
        return 2 * Math.hypot(sine, cosine) / (to - from);
    }

    /** Frames that do not fit into the parts. */
    @ParameterizedTest
    @ValueSource(ints = {1, 320, 7_777})
    void partsFollowEachOtherAgainAndAgain(int frame) {
        Tone tone = new Tone(List.of(new Part(400, 450, 100), new Part(0, 0, 50), new Part(1000, 0, 20), new Part(0, 0, 0)));
        short[] pcm = play(new ToneSignal(tone, RATE), 400, frame);
        for (int start : new int[]{0, 170}) {
            assertThat(amplitude(pcm, start, start + 100, 400)).isBetween(0.49 * ToneSignal.AMPLITUDE, 0.51 * ToneSignal.AMPLITUDE);
            assertThat(amplitude(pcm, start, start + 100, 450)).isBetween(0.49 * ToneSignal.AMPLITUDE, 0.51 * ToneSignal.AMPLITUDE);
            assertThat(Arrays.copyOfRange(pcm, 16 * (start + 100), 16 * (start + 150))).containsOnly((short) 0);
            assertThat(amplitude(pcm, start + 150, start + 170, 1000)).isBetween(0.99 * ToneSignal.AMPLITUDE,
                    1.01 * ToneSignal.AMPLITUDE);
        }
    }

    @Test
    void aToneWithoutAnEndIsRefused() {
        assertThatThrownBy(() -> new Tone(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tone(List.of(new Part(400, 0, 0)))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gainIsBoundedByWhatSamplesHold() {
        Gain gain = new Gain();
        short[] pcm = {0, 1000, -1000, 20_000, -20_000, Short.MIN_VALUE};
        gain.apply(pcm, pcm.length);
        assertThat(pcm).containsExactly(0, 1000, -1000, 20_000, -20_000, Short.MIN_VALUE);
        gain.set(6.0206);
        gain.apply(pcm, pcm.length);
        assertThat(pcm).containsExactly(0, 2000, -2000, Short.MAX_VALUE, Short.MIN_VALUE, Short.MIN_VALUE);
        gain.set(Double.NEGATIVE_INFINITY);
        gain.apply(pcm, pcm.length);
        assertThat(pcm).containsOnly((short) 0);
    }
}
