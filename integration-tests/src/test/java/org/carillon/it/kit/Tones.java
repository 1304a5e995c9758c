package org.carillon.it.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Finds sines in what was recorded, by Goertzel's algorithm over windows of 50 ms. */
public final class Tones {
    /** A fresh pair of frequencies for one call: one for each direction. */
    public record Pair(int first, int second) {}

    private static final double WINDOW = 0.05;
    /** Part of a window's energy that has to be in the tone. */
    private static final double SHARE = 0.6;
    /** Below this amplitude, of 32767, there is silence; our tones have 8000. */
    private static final double SILENCE = 400;
    /** What our phone plays while it rings, here or there. */
    private static final List<Integer> RINGING = List.of(400, 450, 800, 1000);
    private static final int LOWEST = 320;
    private static final int HIGHEST = 3000;

    private Tones() {}

    /**
     * Two frequencies at least 400 Hz apart, neither near a multiple of the other, so that a codec's distortion of one is not taken for the
     * other. They are no multiples of 50 Hz: a packet of 20 ms that is missing makes the phase jump. None is near what rings.
     */
    public static Pair randomPair() {
        while (true) {
            int first = random();
            int second = random();
            int low = Math.min(first, second);
            int high = Math.max(first, second);
            int harmonic = Math.round((float) high / low) * low;
            if (high - low >= 400 && Math.abs(high - harmonic) >= 120) {
                return new Pair(first, second);
            }
        }
    }

    /** Two frequencies that narrow-band audio does not carry, in the upper band of G.722. */
    public static Pair randomWidePair() {
        int first = ThreadLocalRandom.current().nextInt(4700, 5300);
        return new Pair(first, first + ThreadLocalRandom.current().nextInt(700, 1300));
    }

    private static int random() {
        while (true) {
            int hz = ThreadLocalRandom.current().nextInt(LOWEST / 50, HIGHEST / 50) * 50 + 12 + ThreadLocalRandom.current().nextInt(25);
            if (RINGING.stream().allMatch(other -> Math.abs(hz - other) > 60)) {
                return hz;
            }
        }
    }

    /** Fails unless the tone fills the recording between two moments (seconds), but for a quarter of the time: a machine under load plays late. */
    public static void presentIn(Wav wav, int hz, double from, double to) {
        Wav part = wav.between(from, to);
        long all = windows(part);
        long with = count(part, hz);
        if (all < 4 || with < all * 0.75) {
            throw new AssertionError(
                    "tone of " + hz + " Hz in " + with + " of " + all + " windows between " + from + " and " + to + " s of "
                            + wav.seconds() + " s\n" + describe(wav));
        }
    }

    /** Fails when any part of the recording between two moments (seconds) has the tone in it. */
    public static void absentIn(Wav wav, int hz, double from, double to) {
        Wav part = wav.between(from, to);
        long with = loud(part, hz);
        if (with > 0) {
            throw new AssertionError("tone of " + hz + " Hz in " + with + " of " + windows(part) + " windows between " + from + " and " + to
                    + " s of " + wav.seconds() + " s\n" + describe(wav));
        }
    }

    /** True when the tone is heard somewhere in the last {@code seconds} of a recording. */
    public static boolean heardIn(Wav wav, int hz, double seconds) {
        return count(wav.between(Math.max(0, wav.seconds() - seconds), wav.seconds()), hz) >= 3;
    }

    /** How many seconds of the recording have the tone. */
    public static double secondsOf(Wav wav, int hz) {
        return count(wav, hz) * WINDOW;
    }

    /**
     * Moments (seconds) at which the tone is interrupted or its phase jumps, as it does when a packet is missing or was made up. Looks at
     * smooth windows of 20 ms, 5 ms apart; each must be turned against the one before by what the frequency says.
     */
    public static List<Double> breaks(Wav wav, int hz, double from, double to) {
        Wav part = wav.between(from, to);
        int step = part.rate() / 200;
        double[] shape = hann(4 * step);
        List<Double> breaks = new ArrayList<>();
        double expected = 2 * Math.PI * hz * step / part.rate();
        double last = Double.NaN;
        for (int start = 0; start + shape.length <= part.samples().length; start += step) {
            double[] vector = vector(part.samples(), start, shape, hz, part.rate());
            double amplitude = Math.hypot(vector[0], vector[1]) * 4 / shape.length;
            double phase = Math.atan2(vector[1], vector[0]);
            boolean turned = !Double.isNaN(last) && Math.abs(Math.IEEEremainder(phase - last - expected, 2 * Math.PI)) > 0.2;
            if (turned || amplitude < 4000) {
                breaks.add(from + (double) start / part.rate());
            }
            last = phase;
        }
        return breaks;
    }

    /**
     * Moments (seconds) from which a tenth of a second has less than 60 ms of the tone in it. A packet that came too late for one of the two
     * jitter buffers is no gap, a few in a row are.
     */
    public static List<Double> gaps(Wav wav, int hz, double from, double to) {
        int step = wav.rate() / 50;
        List<Double> gaps = new ArrayList<>();
        for (int start = (int) (from * wav.rate()); start + 5 * step <= to * wav.rate(); start += step) {
            int with = 0;
            for (int part = start; part < start + 5 * step; part += step) {
                with += amplitude(wav, part, step, hz) >= 4000 ? 1 : 0;
            }
            if (with < 3) {
                gaps.add((double) start / wav.rate());
            }
        }
        return gaps;
    }

    /** By how many dB a tone is above all the rest, in the median of windows. */
    public static double clarity(Wav wav, int hz) {
        int window = (int) Math.round(wav.rate() * WINDOW);
        double[] ratios = new double[(int) windows(wav)];
        for (int i = 0; i < ratios.length; i++) {
            double energy = energy(wav, i * window, window);
            double tone = Math.pow(amplitude(wav, i * window, window, hz), 2) * window / 2;
            ratios[i] = 10 * Math.log10(tone / Math.max(1, energy - tone));
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }

    private static double energy(Wav wav, int start, int window) {
        double energy = 0;
        for (int i = start; i < start + window; i++) {
            energy += (double) wav.samples()[i] * wav.samples()[i];
        }
        return energy;
    }

    /** How loud a tone is where it is loudest, in dB against a full sine. */
    public static double loudest(Wav wav, int hz) {
        int window = (int) Math.round(wav.rate() * WINDOW);
        double most = 1;
        for (int start = 0; start + window <= wav.samples().length; start += window / 5) {
            most = Math.max(most, amplitude(wav, start, window, hz));
        }
        return 20 * Math.log10(most / 32_768);
    }

    private static double[] hann(int length) {
        double[] shape = new double[length];
        Arrays.setAll(shape, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / length));
        return shape;
    }

    private static double[] flat(int length) {
        double[] shape = new double[length];
        Arrays.fill(shape, 1);
        return shape;
    }

    private static long windows(Wav wav) {
        return wav.samples().length / Math.round(wav.rate() * WINDOW);
    }

    private static long count(Wav wav, int hz) {
        long count = 0;
        int window = (int) Math.round(wav.rate() * WINDOW);
        for (int start = 0; start + window <= wav.samples().length; start += window) {
            double energy = energy(wav, start, window);
            double amplitude = amplitude(wav, start, window, hz);
            if (amplitude > SILENCE && amplitude * amplitude * window / 2 >= SHARE * energy) {
                count++;
            }
        }
        return count;
    }

    private static long loud(Wav wav, int hz) {
        long count = 0;
        int window = (int) Math.round(wav.rate() * WINDOW);
        for (int start = 0; start + window <= wav.samples().length; start += window) {
            if (amplitude(wav, start, window, hz) > SILENCE) {
                count++;
            }
        }
        return count;
    }

    private static double amplitude(Wav wav, int start, int window, int hz) {
        double[] vector = vector(wav.samples(), start, flat(window), hz, wav.rate());
        return Math.hypot(vector[0], vector[1]) * 2 / window;
    }

    /** The window's correlation with a cosine and a sine that begin where the window begins. */
    private static double[] vector(short[] samples, int start, double[] shape, int hz, int rate) {
        double re = 0;
        double im = 0;
        double turn = 2 * Math.PI * hz / rate;
        for (int i = 0; i < shape.length; i++) {
            re += shape[i] * samples[start + i] * Math.cos(turn * i);
            im -= shape[i] * samples[start + i] * Math.sin(turn * i);
        }
        return new double[]{re, im};
    }

    /** The strongest frequency of each quarter of a second, for messages. */
    static String describe(Wav wav) {
        StringBuilder text = new StringBuilder("heard, by quarters of a second:");
        int window = wav.rate() / 4;
        for (int start = 0; start + window <= wav.samples().length; start += window) {
            int best = 0;
            double most = SILENCE;
            for (int hz = 200; hz < 3500; hz += 20) {
                double amplitude = amplitude(wav, start, window / 5, hz);
                if (amplitude > most) {
                    most = amplitude;
                    best = hz;
                }
            }
            text.append(' ').append(best == 0 ? "-" : "~" + best);
        }
        return text.toString();
    }
}
