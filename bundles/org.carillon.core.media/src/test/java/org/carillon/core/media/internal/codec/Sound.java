package org.carillon.core.media.internal.codec;

import java.util.Random;
import java.util.stream.IntStream;

/** Signals of one channel, and measures of them. */
final class Sound {
    private Sound() {}

    static short[] tone(double hertz, double amplitude, int rate, int millis) {
        short[] pcm = new short[rate / 1000 * millis];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return pcm;
    }

    /** Harmonics of a gliding pitch and a little noise, in syllables: what a speech codec takes for a voice. */
    static short[] voice(int rate, int millis) {
        Random random = new Random(6716);
        short[] pcm = new short[rate / 1000 * millis];
        double[] shares = IntStream.range(0, 120).mapToDouble(harmonic -> Math.pow(harmonic, -0.9)).toArray();
        double phase = 0;
        for (int i = 0; i < pcm.length; i++) {
            double seconds = (double) i / rate;
            double pitch = 140 + 30 * Math.sin(2 * Math.PI * 0.7 * seconds);
            phase += pitch / rate;
            double sum = 0.02 * random.nextGaussian();
            for (int harmonic = 1; harmonic * pitch < Math.min(11_500, rate / 2); harmonic++) {
                sum += Math.sin(2 * Math.PI * harmonic * (phase % 1) + harmonic * harmonic) * shares[harmonic];
            }
            pcm[i] = (short) Math.round(4000 * sum * (0.15 + Math.abs(Math.sin(2 * Math.PI * 2 * seconds))));
        }
        return pcm;
    }

    /** Amplitude of a tone in a part of a signal (Goertzel). */
    static double level(short[] pcm, int from, int samples, double hertz, int rate) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / rate);
        double before = 0;
        double last = 0;
        for (int i = 0; i < samples; i++) {
            double now = pcm[from + i] + coefficient * last - before;
            before = last;
            last = now;
        }
        return 2 * Math.sqrt(Math.max(0, last * last + before * before - coefficient * last * before)) / samples;
    }

    /** Root of the power between two frequencies, by their multiples of 50 Hz. */
    static double band(short[] pcm, int fromHertz, int toHertz, int rate) {
        int window = rate / 50;
        double power = 0;
        for (int at = 0; at + window <= pcm.length; at += window) {
            for (int hertz = fromHertz; hertz <= toHertz; hertz += 50) {
                power += Math.pow(level(pcm, at, window, hertz, rate), 2);
            }
        }
        return Math.sqrt(power / (pcm.length / window));
    }

    static double decibels(double ratio) {
        return 20 * Math.log10(ratio);
    }

    /** Root mean square of the second half. */
    static double loudness(short[] pcm) {
        double sum = 0;
        for (int i = pcm.length / 2; i < pcm.length; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / (pcm.length - pcm.length / 2));
    }

    /** By how many samples the second signal is late, 0 to most: where the two are most alike. */
    static int delay(short[] early, short[] late, int most) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int delay = 0; delay <= most; delay++) {
            double sum = 0;
            for (int i = 0; i < Math.min(early.length, late.length - delay); i++) {
                sum += (double) early[i] * late[i + delay];
            }
            if (sum > highest) {
                highest = sum;
                best = delay;
            }
        }
        return best;
    }

    /** Signal to noise ratio in decibels of a signal that is late by so many samples. */
    static double snr(short[] original, short[] late, int delay) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < Math.min(original.length, late.length - delay); i++) {
            signal += (double) original[i] * original[i];
            noise += Math.pow(original[i] - late[i + delay], 2);
        }
        return 10 * Math.log10(signal / Math.max(1, noise));
    }
}
