package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.carillon.core.media.internal.rtp.VirtualCall.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    private final Signal signal = new Signal();
    private int rate = 8000;
    private int said;

    private void say(Voice voice, int millis) {
        short[] pcm = new short[millis * rate / 1000];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(voice.at(said++));
        }
        signal.add(pcm, pcm.length);
    }

    private short[] play(int samples) {
        short[] played = new short[samples];
        signal.play(played, samples);
        return played;
    }

    private void begin(int sampleRate) {
        rate = sampleRate;
        signal.begin(rate);
    }

    private int milli() {
        return rate / 1000;
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void aPeriodLessOrMoreDoesNotBreakATone(int sampleRate) {
        begin(sampleRate);
        Voice tone = Voices.tone(400, rate);
        double steepest = 2 * Math.PI * 400 / rate * Voices.AMPLITUDE;
        double before = 0;
        for (int packet = 0; packet < 40; packet++) {
            say(tone, 20);
            int length = signal.length();
            boolean done = packet % 2 == 0
                    ? signal.shorten(20 * milli(), 10 * milli(), false)
                    : signal.lengthen(20 * milli(), false);
            assertThat(done || packet == 1).isTrue();
            int change = signal.length() - length;
            assertThat(packet % 2 == 0 ? -change : change).isBetween(5 * rate / 2000, 15 * milli());
            for (short sample : play(signal.length())) {
                assertThat(Math.abs(sample - before)).isLessThan(1.2 * steepest + 2);
                before = sample;
            }
        }
    }

    @Test
    void takesNoMoreThanIsTooMuch() {
        begin(8000);
        say(Voices.tone(250, 8000), 20);
        assertThat(signal.shorten(160, 39, true)).isTrue();
        assertThat(signal.length()).isBetween(121, 140);
        assertThat(signal.shorten(signal.length(), 19, true)).isFalse();
    }

    @Test
    void tooShortForThatStaysAsItIs() {
        begin(8000);
        say(Voices.tone(400, 8000), 5);
        assertThat(signal.shorten(40, 100, true)).isFalse();
        say(Voices.tone(400, 8000), 2);
        assertThat(signal.lengthen(16, true)).isFalse();
        assertThat(signal.length()).isEqualTo(56);
    }

    @Test
    void noiseIsLeftAloneUnlessItMustBe() {
        begin(8000);
        Random random = new Random(1);
        say(sample -> 5000 * random.nextGaussian(), 40);
        play(160);
        assertThat(signal.shorten(160, 120, false)).isFalse();
        assertThat(signal.lengthen(160, false)).isFalse();
        assertThat(signal.shorten(160, 120, true)).isTrue();
        assertThat(signal.length()).isBetween(40, 140);
        assertThat(signal.lengthen(signal.length(), true)).isTrue();
    }

    @Test
    void silenceGivesAsMuchAsItCan() {
        begin(8000);
        say(sample -> sample % 2 * 20, 20);
        assertThat(signal.shorten(160, 120, false)).isTrue();
        assertThat(signal.length()).isLessThanOrEqualTo(160 - 20);
    }

    @Test
    void whatWasPlayedStaysKnownHoweverMuchIsPlayed() {
        begin(48_000);
        Voice count = sample -> sample % 1000;
        for (int i = 0; i < 200; i++) {
            say(count, 20);
            assertThat(play(960)[959]).isEqualTo((short) ((said - 1) % 1000));
            for (int back = 1; back <= Concealment.HISTORY_MILLIS * 48 && back <= said; back++) {
                assertThat(signal.array()[signal.end() - back]).isEqualTo((short) ((said - back) % 1000));
            }
        }
    }
}
