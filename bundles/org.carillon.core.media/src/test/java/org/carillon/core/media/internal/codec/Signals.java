package org.carillon.core.media.internal.codec;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** What codecs are tried with, and how much of it is left. */
enum Signals {
    TONE {
        @Override
        short[] samples(int rate) {
            return of(SECONDS * rate, i -> 10_000 * Math.sin(2 * Math.PI * 1000 * i / rate));
        }
    },
    /** From 50 Hz to the end of the band. */
    SWEEP {
        @Override
        short[] samples(int rate) {
            int length = SECONDS * rate;
            return of(length, i -> 12_000 * Math.sin(2 * Math.PI * (50.0 + (rate / 2.0 - 100) * i / length / 2) * i / rate));
        }
    },
    /** Noise with the slope and the syllables of speech. */
    SPEECH {
        @Override
        short[] samples(int rate) {
            Random random = new Random(4);
            double[] last = new double[1];
            return of(SECONDS * rate, i -> {
                last[0] = 0.9 * last[0] + 1500 * random.nextGaussian();
                return last[0] * (0.5 + 0.5 * StrictMath.sin(2 * Math.PI * 4 * i / rate));
            });
        }
    },
    SILENCE {
        @Override
        short[] samples(int rate) {
            return new short[SECONDS * rate];
        }
    };

    static final int SECONDS = 2;

    abstract short[] samples(int rate);

    static short[] of(int length, IntToDoubleFunction signal) {
        short[] pcm = new short[length];
        for (int i = 0; i < length; i++) {
            pcm[i] = (short) Math.clamp(Math.round(signal.applyAsDouble(i)), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return pcm;
    }

    /** As loud as can be: 500 Hz with corners, and noise. */
    static short[] fullScale(int rate) {
        Random random = new Random(7);
        int length = SECONDS * rate;
        return of(length, i -> i < length / 2 ? i / (rate / 1000) % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE
                : random.nextInt(1 << 16) + Short.MIN_VALUE);
    }

    /**
     * Signal to noise in dB; infinite for the same samples.
     *
     * @param delay
     *            by how many samples the second is late
     */
    static double ratio(short[] signal, short[] late, int delay) {
        double power = 0;
        double noise = 0;
        for (int i = 0; i + delay < Math.min(signal.length + delay, late.length); i++) {
            double difference = late[i + delay] - signal[i];
            power += (double) signal[i] * signal[i];
            noise += difference * difference;
        }
        return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(power / noise);
    }

    static byte[] encode(Codec.Coder coder, short[] pcm) {
        byte[] out = new byte[pcm.length];
        int length = coder.encode(pcm, pcm.length, out);
        return Arrays.copyOf(out, length);
    }

    static short[] decode(Codec.Coder coder, byte[] packet) {
        short[] pcm = new short[packet.length * 4];
        int length = coder.decode(packet, 0, packet.length, pcm);
        return Arrays.copyOf(pcm, length);
    }
}
