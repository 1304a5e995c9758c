package org.carillon.sim.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    private static final double AMPLITUDE = 20_000;

    private static short[] converted(double hertz, int from, int to, int samples) throws IOException {
        int[] count = new int[1];
        Resampler resampler = new Resampler(() -> (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hertz * count[0]++ / from)), from,
                to);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = resampler.next();
        }
        return pcm;
    }

    /** Up to 3.5 kHz of narrow and 7 kHz of wide band: where it was, as loud as it was, and nothing beside it. */
    @ParameterizedTest
    @CsvSource({"8000, 16000, 3500", "8000, 48000, 3500", "16000, 8000, 3500", "48000, 8000, 3500", "16000, 48000, 7000",
            "48000, 16000, 7000", "16000, 48000, 300", "48000, 48000, 15000"})
    void aToneInTheBandStaysWhatItIs(int from, int to, int hertz) throws IOException {
        short[] pcm = converted(hertz, from, to, to / 10);
        double noise = 0;
        int start = to / 50;
        for (int i = start; i < pcm.length; i++) {
            double difference = pcm[i] - AMPLITUDE * Math.sin(2 * Math.PI * hertz * i / to);
            noise += difference * difference;
        }
        double power = AMPLITUDE * AMPLITUDE / 2;
        assertThat(10 * Math.log10(power / (noise / (pcm.length - start)))).isGreaterThan(50);
    }

    /** What the lower rate cannot carry is gone instead of folded down. */
    @ParameterizedTest
    @CsvSource({"16000, 8000, 4100", "16000, 8000, 7000", "48000, 8000, 4100", "48000, 8000, 20000", "48000, 16000, 8200",
            "48000, 16000, 12000"})
    void aToneAboveTheBandIsGone(int from, int to, int hertz) throws IOException {
        short[] pcm = converted(hertz, from, to, to / 10);
        double power = 0;
        int start = to / 50;
        for (int i = start; i < pcm.length; i++) {
            power += pcm[i] * pcm[i];
        }
        assertThat(Math.sqrt(power / (pcm.length - start))).isLessThan(AMPLITUDE / 1000);
    }
}
