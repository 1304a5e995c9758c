package org.carillon.core.media.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.device.AudioDevice;

/** Says a tone and remembers the last seconds of what it hears. */
final class ToneDevice implements AudioDevice {
    static final int AMPLITUDE = 10_000;
    private static final int REMEMBERED = 1 << 16;

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final double hertz;
    /** Of what it says. */
    volatile int amplitude = AMPLITUDE;
    private final short[] heard = new short[REMEMBERED];
    private int rate;
    private volatile int count;

    ToneDevice(double hertz) {
        this.hertz = hertz;
    }

    @Override
    public Stream open(int sampleRate) {
        opened.incrementAndGet();
        rate = sampleRate;
        return new Stream() {
            private long said;

            @Override
            public void read(short[] pcm, int offset, int length) {
                for (int i = 0; i < length; i++, said++) {
                    pcm[offset + i] = (short) (amplitude * Math.sin(2 * Math.PI * hertz * said / sampleRate));
                }
            }

            @Override
            public void write(short[] pcm, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    heard[count + i & REMEMBERED - 1] = pcm[offset + i];
                }
                count += length;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    /** Samples heard so far. */
    int count() {
        return count;
    }

    /** The last samples heard. */
    short[] last(int samples) {
        short[] last = new short[samples];
        int end = count;
        for (int i = 0; i < samples; i++) {
            last[i] = heard[end - samples + i & REMEMBERED - 1];
        }
        return last;
    }

    /** Amplitude of a tone among the last samples heard (Goertzel). */
    double level(double frequency, int samples) {
        double coefficient = 2 * Math.cos(2 * Math.PI * frequency / rate);
        double before = 0;
        double last = 0;
        for (short sample : last(samples)) {
            double now = sample + coefficient * last - before;
            before = last;
            last = now;
        }
        return 2 * Math.sqrt(Math.max(0, last * last + before * before - coefficient * last * before)) / samples;
    }

    /** Root mean square of the last samples heard. */
    double loudness(int samples) {
        short[] last = last(samples);
        double sum = 0;
        for (short sample : last) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples);
    }

    boolean isSilent(int samples) {
        short[] last = last(samples);
        return Arrays.equals(last, new short[samples]) || loudness(samples) < 10;
    }
}
