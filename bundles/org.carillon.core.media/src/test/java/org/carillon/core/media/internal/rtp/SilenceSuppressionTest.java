package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.carillon.core.media.internal.rtp.SilenceSuppression.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceSuppressionTest {
    private static final int MILLIS = 20;

    private final SilenceSuppression suppression = new SilenceSuppression();
    private final Random random = new Random(1);
    private final short[] frame = new short[960];
    private int samples = 160;
    private long said;

    private short[] noise(double dbov) {
        double rms = 32_768 * Math.pow(10, dbov / 20);
        for (int i = 0; i < samples; i++) {
            frame[i] = (short) Math.round(rms * random.nextGaussian());
        }
        return frame;
    }

    private short[] tone(double dbov) {
        double peak = 32_768 * Math.pow(10, dbov / 20) * Math.sqrt(2);
        for (int i = 0; i < samples; i++) {
            frame[i] = (short) Math.round(peak * Math.sin(2 * Math.PI * 440 * said++ / (samples * 50)));
        }
        return frame;
    }

    private Frame next(short[] pcm) {
        return suppression.next(pcm, samples, MILLIS, false);
    }

    private int count(Frame wanted, double seconds, double dbov) {
        int count = 0;
        for (int i = 0; i < seconds * 50; i++) {
            count += next(noise(dbov)) == wanted ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"160, -70", "160, -60", "320, -60", "960, -55", "160, -50"})
    void noiseIsDescribedOnceASecond(int frameSamples, int dbov) {
        samples = frameSamples;
        count(Frame.SOUND, 10, dbov);
        assertThat(count(Frame.SOUND, 10, dbov)).isZero();
        assertThat(count(Frame.NOISE, 10, dbov)).isBetween(10, 12);
        assertThat((double) suppression.level()).isCloseTo(-dbov, within(2.0));
    }

    @Test
    void speechIsSentAtOnceAndSilenceAfterAWhile() {
        count(Frame.SOUND, 10, -60);
        assertThat(next(tone(-30))).isEqualTo(Frame.SOUND);
        for (int i = 0; i < 10; i++) {
            assertThat(next(noise(-60))).as("%d ms after speech", i * MILLIS).isEqualTo(Frame.SOUND);
        }
        assertThat(next(noise(-60))).as("a description first").isEqualTo(Frame.NOISE);
        assertThat(next(noise(-60))).isEqualTo(Frame.NOTHING);
    }

    @Test
    void noiseThatChangesIsDescribedAnew() {
        count(Frame.SOUND, 10, -55);
        assertThat(suppression.level()).isBetween(53, 57);
        assertThat(count(Frame.NOISE, 1, -65)).isGreaterThan(1);
        count(Frame.SOUND, 2, -65);
        assertThat(suppression.level()).isBetween(63, 67);
    }

    @Test
    void noiseThatGrowsIsSentUntilItIsKnown() {
        count(Frame.SOUND, 10, -68);
        assertThat(count(Frame.SOUND, 1, -52)).isEqualTo(50);
        count(Frame.SOUND, 5, -52);
        assertThat(count(Frame.SOUND, 5, -52)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, -20, -30, -35})
    void whatIsLoudIsSentForEver(int dbov) {
        for (int i = 0; i < 60 * 50; i++) {
            assertThat(next(tone(dbov))).isEqualTo(Frame.SOUND);
        }
        assertThat(count(Frame.SOUND, 60, dbov)).isEqualTo(60 * 50);
    }

    @Test
    void ofAMicrophoneThatIsSwitchedOffNothingIsSaid() {
        assertThat(suppression.next(tone(-10), samples, MILLIS, true)).isEqualTo(Frame.NOISE);
        assertThat(suppression.level()).isEqualTo(127);
        assertThat(suppression.next(tone(-10), samples, MILLIS, true)).isEqualTo(Frame.NOTHING);
        assertThat(next(tone(-10))).isEqualTo(Frame.SOUND);
    }

    @Test
    void digitalSilenceIsTheLowestLevel() {
        count(Frame.SOUND, 10, -300);
        assertThat(suppression.level()).isEqualTo(127);
    }

    @Test
    void afterAnInterruptionItIsDescribedAnew() {
        count(Frame.SOUND, 5, -60);
        suppression.interrupt();
        assertThat(next(noise(-60))).isEqualTo(Frame.NOISE);
    }
}
