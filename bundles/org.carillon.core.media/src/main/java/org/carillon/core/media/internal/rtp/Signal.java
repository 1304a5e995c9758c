package org.carillon.core.media.internal.rtp;

import java.util.Arrays;
import org.carillon.core.media.internal.codec.Codec;

/**
 * The signal that is about to be played, and the last of what was played before it. It can be made a little shorter or longer, by one pitch
 * period at a time, so that it sounds as before (overlap-add where the signal is most alike). One thread's; allocates nothing.
 */
final class Signal {
    private static final int HISTORY = Concealment.HISTORY_MILLIS * 48;
    private static final int MIN_PITCH_MICROS = 2_500;
    private static final int MAX_PITCH_MICROS = 15_000;
    private static final int OVERLAP_MICROS = 5_000;
    /** Less than this is noise in which nobody hears a seam. */
    private static final int QUIET = 64;
    private static final double ALIKE = 0.7;

    private final Pitch pitch = new Pitch();
    private final short[] samples = new short[HISTORY + 3 * Codec.Coder.MAX_SAMPLES];
    private int rate = 8000;
    private int begin = HISTORY;
    private int end = HISTORY;

    /** Begins with silence. */
    void begin(int sampleRate) {
        rate = sampleRate;
        begin = HISTORY;
        end = HISTORY;
        Arrays.fill(samples, 0, end, (short) 0);
    }

    /** Throws away what was not played yet. */
    void clear() {
        end = begin;
    }

    /** Samples that wait to be played. */
    int length() {
        return end - begin;
    }

    /** Where {@link #array()} ends. */
    int end() {
        return end;
    }

    short[] array() {
        return samples;
    }

    /** Makes room for that many samples at {@link #end()}, which stays where it is then until they are {@link #added}. */
    void makeRoom(int wanted) {
        if (end + wanted > samples.length) {
            int from = begin - HISTORY;
            System.arraycopy(samples, from, samples, 0, end - from);
            begin -= from;
            end -= from;
        }
    }

    /** Counts samples that were written at {@link #end()}. */
    void added(int written) {
        end += written;
    }

    void add(short[] pcm, int length) {
        makeRoom(length);
        System.arraycopy(pcm, 0, samples, end, length);
        end += length;
    }

    void play(short[] frame, int length) {
        System.arraycopy(samples, begin, frame, 0, length);
        begin += length;
    }

    /**
     * Takes a pitch period out of the last samples.
     *
     * @param last
     *            how many samples may be touched
     * @param surplus
     *            how many may be taken at most
     * @param always
     *            even where it may be heard
     * @return whether it was done
     */
    boolean shorten(int last, long surplus, boolean always) {
        int overlap = micros(OVERLAP_MICROS);
        int most = (int) Math.min(surplus, Math.min(micros(MAX_PITCH_MICROS), last - overlap));
        if (most < micros(MIN_PITCH_MICROS)) {
            return false;
        }
        int at = end - last;
        int period = period(at, overlap, 1, most, always);
        if (period == 0) {
            return false;
        }
        blend(at, at + period, overlap);
        int rest = at + period + overlap;
        System.arraycopy(samples, rest, samples, at + overlap, end - rest);
        end -= period;
        return true;
    }

    /** Puts a pitch period in before the last samples; see {@link #shorten}. */
    boolean lengthen(int last, boolean always) {
        int overlap = micros(OVERLAP_MICROS);
        if (last < overlap) {
            return false;
        }
        makeRoom(micros(MAX_PITCH_MICROS));
        int at = end - last;
        int period = period(at, overlap, -1, micros(MAX_PITCH_MICROS), always);
        if (period == 0) {
            return false;
        }
        int again = at - period + overlap;
        System.arraycopy(samples, again, samples, at + overlap, end - again);
        blend(at, at - period, overlap);
        end += period;
        return true;
    }

    private int period(int at, int overlap, int direction, int most, boolean always) {
        pitch.find(samples, at, overlap, direction, micros(MIN_PITCH_MICROS), most, rate);
        return always || pitch.likeness() > ALIKE ? pitch.lag() : isQuiet(at, overlap) ? most : 0;
    }

    private boolean isQuiet(int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (Math.abs(samples[i]) > QUIET) {
                return false;
            }
        }
        return true;
    }

    /** From one piece over to another, written where the first one is; in the order that leaves alone what is still to be read. */
    private void blend(int from, int to, int length) {
        for (int n = 0; n < length; n++) {
            int i = to > from ? n : length - 1 - n;
            samples[from + i] = (short) (samples[from + i] + (samples[to + i] - samples[from + i]) * (2 * i + 1) / (2 * length));
        }
    }

    private int micros(int micros) {
        return (int) ((long) micros * rate / 1_000_000);
    }
}
