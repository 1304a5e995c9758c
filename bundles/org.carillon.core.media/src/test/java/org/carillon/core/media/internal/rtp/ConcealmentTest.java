package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.codec.G711;
import org.carillon.core.media.internal.rtp.VirtualCall.Network;
import org.carillon.core.media.internal.rtp.VirtualCall.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcealmentTest {
    private static final int MINUTE = 60_000;

    private final Concealment concealment = new Concealment();

    private short[] concealed(Voice voice, int rate, int millis) {
        short[] signal = new short[rate / 10];
        for (int i = 0; i < signal.length; i++) {
            signal[i] = (short) Math.round(voice.at(i));
        }
        concealment.begin(signal, signal.length, rate);
        short[] filled = new short[millis * rate / 1000];
        concealment.fill(filled, 0, filled.length);
        return filled;
    }

    private static double signalToNoise(short[] heard, double[] wanted) {
        double energy = 0;
        double error = 0;
        for (int i = 0; i < heard.length; i++) {
            energy += wanted[i] * wanted[i];
            error += (heard[i] - wanted[i]) * (heard[i] - wanted[i]);
        }
        return 10 * Math.log10(energy / error);
    }

    private static double peak(short[] signal, int from, int to) {
        double peak = 0;
        for (int i = from; i < to; i++) {
            peak = Math.max(peak, Math.abs(signal[i]));
        }
        return peak;
    }

    @ParameterizedTest
    @CsvSource({"8000, 440", "8000, 1000", "16000, 440", "16000, 3100", "48000, 440", "48000, 85"})
    void toneGoesOnAsIfNothingWereMissing(int rate, int hertz) {
        Voice tone = Voices.tone(hertz, rate);
        short[] filled = concealed(tone, rate, 10);
        double[] wanted = new double[filled.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = tone.at(rate / 10 + i);
        }
        assertThat(signalToNoise(filled, wanted)).isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000, 48_000})
    void fadesWithin60MillisecondsAndWithoutAClick(int rate) {
        Voice vowel = Voices.vowel(rate);
        short[] filled = concealed(vowel, rate, 80);
        int milli = rate / 1000;
        double steepest = 0;
        for (int i = 1; i < rate / 10; i++) {
            steepest = Math.max(steepest, Math.abs(vowel.at(i) - vowel.at(i - 1)));
        }
        double before = vowel.at(rate / 10 - 1);
        for (short sample : filled) {
            assertThat(Math.abs(sample - before)).isLessThan(1.5 * steepest);
            before = sample;
        }
        assertThat(peak(filled, 0, 10 * milli)).isGreaterThan(0.8 * peak(filled, 0, filled.length)).isGreaterThan(4000);
        assertThat(peak(filled, 30 * milli, 45 * milli)).isGreaterThan(1000);
        assertThat(peak(filled, 60 * milli, 80 * milli)).isZero();
        assertThat(concealment.isHeard()).isFalse();
    }

    @Test
    void silenceIsConcealedBySilence() {
        assertThat(concealed(sample -> 0, 8000, 60)).containsOnly(0);
    }

    @Test
    void hushedItEndsSoonButNotAtOnce() {
        short[] filled = concealed(Voices.tone(1000, 8000), 8000, 5);
        concealment.hush();
        concealment.fill(filled, 0, filled.length);
        assertThat(peak(filled, 0, 16)).isGreaterThan(0.5 * Voices.AMPLITUDE);
        concealment.fill(filled, 0, filled.length);
        assertThat(peak(filled, 8, filled.length)).isZero();
    }

    /** One minute in which each twentieth packet is lost, beside the same minute without loss; silence in their places would give 13 dB. */
    @ParameterizedTest
    @CsvSource({"tone, 8000, 22", "tone, 16000, 22", "vowel, 8000, 18", "vowel, 16000, 18", "vowel, 48000, 18"})
    void lossIsBetterConcealedThanBySilence(String what, int rate, double least) {
        Voice voice = what.equals("tone") ? Voices.tone(440, rate) : Voices.vowel(rate);
        Codec codec = rate == 8000 ? G711.PCMU : new VirtualCall.Linear(rate, rate);
        VirtualCall whole = steady(codec, voice, Network.PERFECT);
        VirtualCall holes = steady(codec, voice, new Network(5, 10, 0, 0));
        assertThat(100.0 * holes.receiver.lost() / whole.receiver.received()).as("percent lost").isBetween(4.0, 6.0);
        short[] heard = holes.heard(1_000, MINUTE);
        short[] said = whole.heard(1_000, MINUTE);
        double[] wanted = new double[said.length];
        for (int i = 0; i < said.length; i++) {
            wanted[i] = said[i];
        }
        double quality = signalToNoise(heard, wanted);
        System.out.printf("%s at %d Hz with 5 %% loss: %.1f dB%n", what, rate, quality);
        assertThat(quality).isGreaterThan(least);
    }

    /** A call with a fixed delay, so that both are heard at the same time. */
    private static VirtualCall steady(Codec codec, Voice voice, Network network) {
        VirtualCall call = new VirtualCall(codec, 11, voice);
        call.ptime = codec.sampleRate() == 48_000 ? 10 : 20;
        call.playout().use(new JitterSettings(false, 0, 40, 0));
        call.playout().reset();
        call.network = network;
        call.run(MINUTE);
        return call;
    }
}
