package org.carillon.core.media.internal.rtp;

import java.util.Arrays;
import org.carillon.api.media.Tone;

/** The samples of a tone. One thread's; allocates nothing. */
final class ToneSignal {
    /** Of one sine, or of both together: 9 dB below full scale. */
    static final double AMPLITUDE = Short.MAX_VALUE * Math.pow(10, -9 / 20.0);

    private final Tone.Part[] parts;
    private final int sampleRate;
    private int part = -1;
    private int left;
    private double amplitude;
    private double first;
    private double second;
    private double firstStep;
    private double secondStep;

    ToneSignal(Tone tone, int sampleRate) {
        this.parts = tone.parts().toArray(Tone.Part[]::new);
        this.sampleRate = sampleRate;
    }

    void fill(short[] pcm, int samples) {
        for (int at = 0; at < samples;) {
            while (left == 0) {
                begin();
            }
            int count = Math.min(left, samples - at);
            sound(pcm, at, at + count);
            left -= count;
            at += count;
        }
    }

    private void begin() {
        part = (part + 1) % parts.length;
        Tone.Part next = parts[part];
        left = (int) ((long) next.millis() * sampleRate / 1000);
        first = 0;
        second = 0;
        firstStep = 2 * Math.PI * next.first() / sampleRate;
        secondStep = 2 * Math.PI * next.second() / sampleRate;
        amplitude = next.first() == 0 && next.second() == 0 ? 0 : next.first() == 0 || next.second() == 0 ? AMPLITUDE : AMPLITUDE / 2;
    }

    private void sound(short[] pcm, int from, int to) {
        if (amplitude == 0) {
            Arrays.fill(pcm, from, to, (short) 0);
            return;
        }
        for (int i = from; i < to; i++) {
            pcm[i] = (short) Math.round(amplitude * (Math.sin(first) + Math.sin(second)));
            first += firstStep;
            second += secondStep;
        }
    }
}
