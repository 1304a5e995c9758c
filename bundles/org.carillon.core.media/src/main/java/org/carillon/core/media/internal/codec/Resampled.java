package org.carillon.core.media.internal.codec;

/**
 * Decodes for a device that samples at another rate, for a call whose two directions use different codecs. One of the rates is a multiple of
 * the other; what the slower one cannot carry is filtered out. Delays by half a millisecond to two.
 */
public final class Resampled implements Codec.Coder {
    /** Zero crossings of the filter's impulse response on either side, of the slower rate. */
    private static final int CROSSINGS = 16;
    /** Where the filter begins, of half the slower rate. */
    private static final double PASS = 0.9;

    private final Codec.Coder coder;
    private final int up;
    private final int down;
    private final float[] taps;
    private final short[] decoded = new short[MAX_SAMPLES];
    /** What the filter still needs of earlier packets, and this packet after it. */
    private final short[] line;
    private final int kept;

    private Resampled(Codec.Coder coder, int from, int to) {
        this.coder = coder;
        this.up = Math.max(1, to / from);
        this.down = Math.max(1, from / to);
        this.taps = taps(Math.max(up, down), up);
        this.kept = taps.length / up;
        this.line = new short[kept + MAX_SAMPLES];
    }

    /** A coder whose decoded samples are of that rate. */
    public static Codec.Coder open(Codec codec, int sampleRate) {
        return codec.sampleRate() == sampleRate ? codec.open() : new Resampled(codec.open(), codec.sampleRate(), sampleRate);
    }

    /** A low pass: sinc under a Hann window. */
    private static float[] taps(int ratio, int gain) {
        float[] taps = new float[2 * CROSSINGS * ratio + 1];
        for (int i = 0; i < taps.length; i++) {
            double x = (i - CROSSINGS * ratio) * PASS / ratio;
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (taps.length - 1));
            double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
            taps[i] = (float) (gain * PASS / ratio * sinc * window);
        }
        return taps;
    }

    @Override
    public int encode(short[] pcm, int samples, byte[] out) {
        return coder.encode(pcm, samples, out);
    }

    @Override
    public int decode(byte[] packet, int offset, int length, short[] pcm) {
        return convert(coder.decode(packet, offset, length, decoded), pcm);
    }

    @Override
    public int conceal(short[] pcm, int samples) {
        return convert(coder.conceal(decoded, samples * down / up), pcm);
    }

    private int convert(int samples, short[] pcm) {
        int fitting = Math.min(samples, MAX_SAMPLES / up);
        System.arraycopy(decoded, 0, line, kept, fitting);
        int made = fitting * up / down;
        for (int i = 0; i < made; i++) {
            pcm[i] = filter(i * down);
        }
        System.arraycopy(line, fitting, line, 0, kept);
        return made;
    }

    private short filter(int at) {
        float sum = 0;
        for (int tap = at % up, from = kept + at / up; tap < taps.length; tap += up, from--) {
            sum += taps[tap] * line[from];
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
