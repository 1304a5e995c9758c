package org.carillon.core.media.internal.rtp;

/**
 * Goes on with a signal that breaks off, by repetition of its last pitch periods that fade away (in the manner of ITU-T G.711 Appendix I).
 * Works at any sample rate. One thread's; allocates nothing.
 */
final class Concealment {
    private static final int MIN_PITCH_MICROS = 5_000;
    private static final int MAX_PITCH_MICROS = 15_000;
    private static final int COMPARED_MICROS = 20_000;
    private static final int SEAM_MICROS = 2_500;
    private static final int PERIODS = 3;
    private static final int FULL_MILLIS = 10;
    /** After this time there is silence. */
    static final int MILLIS = 60;
    private static final int HUSH_MILLIS = 5;
    /** What it must know of the signal before. */
    static final int HISTORY_MILLIS = 60;

    private final Pitch pitch = new Pitch();
    private final short[] past = new short[HISTORY_MILLIS * 48];
    private int length;
    private int rate = 8000;
    private int period;
    private int repeated;
    private int position;
    private double offset;
    private double offsetStep;
    private double gain;
    private double gainStep;
    private int full;

    /**
     * Begins where the signal breaks off.
     *
     * @param end
     *            first index without signal; what lies before it in the array is the signal
     */
    void begin(short[] signal, int end, int sampleRate) {
        rate = sampleRate;
        length = HISTORY_MILLIS * rate / 1000;
        System.arraycopy(signal, end - length, past, 0, length);
        int compared = micros(COMPARED_MICROS);
        pitch.find(past, length - compared, compared, -1, micros(MIN_PITCH_MICROS), micros(MAX_PITCH_MICROS), rate);
        period = pitch.lag();
        repeated = period;
        position = length - period;
        offset = past[length - 1] - past[position - 1];
        offsetStep = offset / micros(SEAM_MICROS);
        gain = 1;
        gainStep = 1000.0 / ((MILLIS - FULL_MILLIS) * rate);
        full = FULL_MILLIS * rate / 1000;
    }

    private int micros(int micros) {
        return (int) ((long) micros * rate / 1_000_000);
    }

    /** Fades away within some milliseconds from now on. */
    void hush() {
        full = 0;
        gainStep = Math.max(gainStep, gain * 1000 / (HUSH_MILLIS * rate));
    }

    /** Writes the next samples. */
    void fill(short[] out, int from, int samples) {
        for (int i = 0; i < samples; i++) {
            out[from + i] = next();
        }
    }

    private short next() {
        if (gain <= 0) {
            return 0;
        }
        double sample = repeated() + offset;
        offset = Math.abs(offset) <= Math.abs(offsetStep) ? 0 : offset - offsetStep;
        short scaled = (short) Math.clamp(Math.round(sample * gain), Short.MIN_VALUE, Short.MAX_VALUE);
        if (full > 0) {
            full--;
        } else {
            gain -= gainStep;
        }
        return scaled;
    }

    /** Each time round one period more, so that it does not buzz; the end of what is repeated is blended into its beginning. */
    private double repeated() {
        if (position == length) {
            position = length - repeated;
        }
        if (position == length - seam() && repeated < PERIODS * period) {
            repeated += period;
        }
        double sample = past[position];
        int left = length - position;
        if (left <= seam()) {
            double share = 1 - (left - 0.5) / seam();
            sample += share * (past[position - repeated] - sample);
        }
        position++;
        return sample;
    }

    private int seam() {
        return micros(SEAM_MICROS);
    }

    /** Whether there is anything left but silence. */
    boolean isHeard() {
        return gain > 0;
    }
}
