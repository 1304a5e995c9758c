package org.carillon.core.media.internal.codec;

import java.util.Arrays;

/**
 * ITU-T G.722 at 64 kbit/s (mode 1): a quadrature mirror filter and ADPCM of 6 and 2 bits in its two bands; packed as RFC 3551 4.5.2 says,
 * with its RTP clock of 8 kHz for 16,000 samples a second. Names in capitals are the Recommendation's.
 */
public final class G722 implements Codec {
    /** Half of the symmetric filter of 24 taps (table 11), of 4096. */
    private static final int[] QMF = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};
    /** Decision levels of the lower band (table 14). */
    private static final int[] Q6 = {0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121,
            1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919};
    /** Output values by the code of 6 bits. */
    private static final int[] QM6 = {-136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360,
            -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
            24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576,
            3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136};
    /** Output values by its upper 4 bits, which alone drive the predictor. */
    private static final int[] QM4 = {0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0};
    private static final int[] QM2 = {-7408, -1616, 7408, 1616};
    /** Steps of the logarithmic scale factor: WL by the upper 4 bits of the code, WH by the code. */
    private static final int[] WL = {-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60};
    private static final int[] WH = {798, -214, 798, -214};
    private static final int UPPER_DECISION = 564;

    @Override
    public String encoding() {
        return "G722";
    }

    @Override
    public int payloadType() {
        return 9;
    }

    @Override
    public int clockRate() {
        return 8000;
    }

    @Override
    public int sampleRate() {
        return 16000;
    }

    @Override
    public int minPtime() {
        return 10;
    }

    @Override
    public int maxPtime() {
        return 40;
    }

    @Override
    public Coder open() {
        return new Stream();
    }

    private static int clip16(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static int clip15(int value) {
        return Math.clamp(value, -16384, 16383);
    }

    private static final class Stream implements Coder {
        private final Filter analysis = new Filter();
        private final Filter synthesis = new Filter();
        private final Band encodedLower = Band.lower();
        private final Band encodedUpper = Band.upper();
        private final Band decodedLower = Band.lower();
        private final Band decodedUpper = Band.upper();

        @Override
        public int encode(short[] pcm, int samples, byte[] out) {
            int octets = samples / 2;
            for (int i = 0; i < octets; i++) {
                analysis.put(pcm[2 * i], pcm[2 * i + 1]);
                int former = analysis.former();
                int latter = analysis.latter();
                int lower = lower(clip15(former + latter >> 14));
                int upper = upper(clip15(latter - former >> 14));
                out[i] = (byte) (upper << 6 | lower);
            }
            return octets;
        }

        private int lower(int sample) {
            int difference = clip16(sample - encodedLower.prediction);
            int magnitude = difference < 0 ? ~difference : difference;
            int level = 1;
            while (level < Q6.length && magnitude >= Q6[level] * encodedLower.scale >> 12) {
                level++;
            }
            int negative = level < 3 ? 64 - level : 34 - level;
            int code = difference < 0 ? negative : 62 - level;
            encodedLower.adapt(QM4[code >> 2], WL[code >> 2]);
            return code;
        }

        private int upper(int sample) {
            int difference = clip16(sample - encodedUpper.prediction);
            int magnitude = difference < 0 ? ~difference : difference;
            int near = magnitude >= UPPER_DECISION * encodedUpper.scale >> 12 ? 0 : 1;
            int code = difference < 0 ? near : near | 2;
            encodedUpper.adapt(QM2[code], WH[code]);
            return code;
        }

        @Override
        public int decode(byte[] packet, int offset, int length, short[] pcm) {
            int octets = Math.min(length, pcm.length / 2);
            for (int i = 0; i < octets; i++) {
                int lowerCode = packet[offset + i] & 0x3f;
                int upperCode = packet[offset + i] >> 6 & 3;
                int lower = clip15(decodedLower.prediction + decodedLower.scaled(QM6[lowerCode]));
                int upper = clip15(decodedUpper.prediction + decodedUpper.scaled(QM2[upperCode]));
                decodedLower.adapt(QM4[lowerCode >> 2], WL[lowerCode >> 2]);
                decodedUpper.adapt(QM2[upperCode], WH[upperCode]);
                synthesis.put(lower + upper, lower - upper);
                pcm[2 * i] = (short) clip16(synthesis.latter() >> 11);
                pcm[2 * i + 1] = (short) clip16(synthesis.former() >> 11);
            }
            return 2 * octets;
        }
    }

    /** The quadrature mirror filter over pairs of values. */
    private static final class Filter {
        private final int[] line = new int[2 * QMF.length];

        void put(int former, int latter) {
            System.arraycopy(line, 2, line, 0, line.length - 2);
            line[line.length - 2] = former;
            line[line.length - 1] = latter;
        }

        /** Of the former ones of all pairs. */
        int former() {
            int sum = 0;
            for (int i = 0; i < QMF.length; i++) {
                sum += line[2 * i] * QMF[i];
            }
            return sum;
        }

        /** Of the latter ones of all pairs. */
        int latter() {
            int sum = 0;
            for (int i = 0; i < QMF.length; i++) {
                sum += line[2 * i + 1] * QMF[QMF.length - 1 - i];
            }
            return sum;
        }
    }

    /** What adapts in one band: the predictor of 2 poles and 6 zeros, and the scale factor of the quantizer. */
    private static final class Band {
        private static final int POLES = 2;
        private static final int ZEROS = 6;
        /** ILB, the fraction of 5 bits of a logarithm to the base 2. */
        private static final int[] POWERS = new int[32];

        static {
            Arrays.setAll(POWERS, i -> (int) Math.round(2048 * Math.pow(2, i / 32.0)));
        }

        private final int mostLog;
        private final int exponent;
        private int log;
        /** DET, of the present sample. */
        private int scale;
        /** S, of the present sample. */
        private int prediction;
        /** SZ, the part of the zeros in it. */
        private int zeroPrediction;
        private int reconstructed;
        private final int[] poles = new int[POLES];
        private final int[] zeros = new int[ZEROS];
        private final int[] differences = new int[ZEROS];
        private final int[] partial = new int[POLES];

        private Band(int mostLog, int exponent, int scale) {
            this.mostLog = mostLog;
            this.exponent = exponent;
            this.scale = scale;
        }

        static Band lower() {
            return new Band(18432, 8, 32);
        }

        static Band upper() {
            return new Band(22528, 10, 8);
        }

        int scaled(int value) {
            return value * scale >> 15;
        }

        /** Goes on to the next sample, by what this one's code says. */
        void adapt(int output, int step) {
            predict(scaled(output));
            log = Math.clamp((log * 127 >> 7) + step, 0, mostLog);
            int power = POWERS[log >> 6 & 31];
            int shift = exponent - (log >> 11);
            scale = (shift < 0 ? power << -shift : power >> shift) << 2;
        }

        private void predict(int difference) {
            int former = reconstructed;
            reconstructed = clip16(prediction + difference);
            adaptPoles(clip16(zeroPrediction + difference));
            adaptZeros(difference);
            zeroPrediction = 0;
            for (int i = 0; i < ZEROS; i++) {
                zeroPrediction += zeros[i] * clip16(2 * differences[i]) >> 15;
            }
            zeroPrediction = clip16(zeroPrediction);
            int polePrediction = (poles[0] * clip16(2 * reconstructed) >> 15) + (poles[1] * clip16(2 * former) >> 15);
            prediction = clip16(clip16(polePrediction) + zeroPrediction);
        }

        /** UPPOL2 and UPPOL1. */
        private void adaptPoles(int sum) {
            boolean likeLast = sum < 0 == partial[0] < 0;
            boolean likeSecond = sum < 0 == partial[1] < 0;
            int gradient = clip16(4 * poles[0]);
            gradient = (likeLast ? Math.min(-gradient, Short.MAX_VALUE) : gradient) >> 7;
            poles[1] = Math.clamp(gradient + (likeSecond ? 128 : -128) + (poles[1] * 32512 >> 15), -12288, 12288);
            int most = 15360 - poles[1];
            poles[0] = Math.clamp((likeLast ? 192 : -192) + (poles[0] * 32640 >> 15), -most, most);
            partial[1] = partial[0];
            partial[0] = sum;
        }

        /** UPZERO. */
        private void adaptZeros(int difference) {
            int gradient = difference == 0 ? 0 : 128;
            for (int i = 0; i < ZEROS; i++) {
                boolean alike = difference < 0 == differences[i] < 0;
                zeros[i] = clip16((alike ? gradient : -gradient) + (zeros[i] * 32640 >> 15));
            }
            System.arraycopy(differences, 0, differences, 1, ZEROS - 1);
            differences[0] = difference;
        }
    }
}
