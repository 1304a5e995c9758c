package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DualToneTest {
    private static final int[] TONES = {697, 770, 852, 941, 1209, 1336, 1477, 1633};

    private final DualTone tone = new DualTone();

    /** 100 ms of a digit in frames of 20 ms. */
    private short[] sound(char digit, int dbm0, int rate) {
        tone.start(digit, 100, dbm0, rate);
        short[] sound = new short[rate / 10];
        short[] frame = new short[rate / 50];
        for (int at = 0; at < sound.length; at += frame.length) {
            tone.fill(frame, frame.length);
            System.arraycopy(frame, 0, sound, at, frame.length);
        }
        return sound;
    }

    /** Level of a frequency in dBm0, a full sine of G.711's A-law having 3.14. */
    private static double level(short[] sound, int hertz, int rate) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < sound.length; i++) {
            double hann = 1 - Math.cos(2 * Math.PI * (i + 0.5) / sound.length);
            re += sound[i] * hann * Math.cos(2 * Math.PI * hertz * i / rate);
            im += sound[i] * hann * Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return 20 * Math.log10(Math.max(1e-9, Math.hypot(re, im) * 2 / sound.length / 32_768)) + 3.14;
    }

    @ParameterizedTest
    @CsvSource({"1, 697, 1209", "2, 697, 1336", "3, 697, 1477", "A, 697, 1633", "4, 770, 1209", "5, 770, 1336", "6, 770, 1477",
            "B, 770, 1633", "7, 852, 1209", "8, 852, 1336", "9, 852, 1477", "C, 852, 1633", "*, 941, 1209", "0, 941, 1336",
            "'#', 941, 1477",
            "D, 941, 1633"})
    void digitIsItsTwoTones(char digit, int low, int high) {
        for (int rate : new int[]{8_000, 16_000, 48_000}) {
            short[] sound = sound(digit, -10, rate);
            assertThat(level(sound, low, rate)).isCloseTo(-14.1, within(0.2));
            assertThat(level(sound, high, rate)).isCloseTo(-12.1, within(0.2));
            for (int other : TONES) {
                if (other != low && other != high) {
                    assertThat(level(sound, other, rate)).as("%d Hz at %d", other, rate).isLessThan(-45);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, -16, -10, -4})
    void levelIsThatOfBothTogether(int dbm0) {
        double power = Arrays.stream(new int[]{770, 1336})
                .mapToDouble(hertz -> Math.pow(10, level(sound('5', dbm0, 8_000), hertz, 8_000) / 10))
                .sum();
        assertThat(10 * Math.log10(power)).isCloseTo(dbm0, within(0.2));
    }

    @Test
    void lengthIsExactAndSilenceFollows() {
        tone.start('5', 250, -10, 8_000);
        short[] sound = new short[2_080];
        tone.fill(sound, sound.length);
        assertThat(Arrays.copyOfRange(sound, 1_990, 2_000)).isNotEqualTo(new short[10]);
        assertThat(Arrays.copyOfRange(sound, 2_000, 2_080)).isEqualTo(new short[80]);
        tone.fill(sound, sound.length);
        assertThat(sound).isEqualTo(new short[2_080]);
    }

    @Test
    void addedToSoundItDoesNotOverflow() {
        short[] loud = new short[800];
        Arrays.fill(loud, (short) 32_000);
        tone.start('0', 50, -4, 8_000);
        tone.mix(loud, loud.length);
        assertThat(loud).contains(Short.MAX_VALUE).contains((short) 32_000);
        for (short sample : loud) {
            assertThat(sample).isGreaterThan((short) 0);
        }
    }
}
