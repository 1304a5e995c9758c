package org.carillon.core.media.internal.codec;

import java.util.Arrays;

/**
 * ITU-T G.726, ADPCM of 2 to 5 bits, with uniform PCM on both sides (annex A); packed as RFC 3551 4.5.4 says: the first code in the least
 * significant bits. Names in capitals are the Recommendation's.
 */
public enum G726 implements Codec {
    G726_16(111, 2, new int[]{261}, new int[]{116, 365}, new int[]{-22, 439}, new int[]{0, 7}),
    G726_24(112, 3, new int[]{8, 218, 331}, new int[]{-2048, 135, 273, 373}, new int[]{-4, 30, 137, 582}, new int[]{0, 1, 2, 7}),
    G726_32(113, 4, new int[]{-124, 80, 178, 246, 300, 349, 400}, new int[]{-2048, 4, 135, 213, 273, 323, 373, 425},
            new int[]{-12, 18, 41, 64, 112, 198, 355, 1122}, new int[]{0, 0, 0, 1, 1, 1, 3, 7}),
    G726_40(114, 5, new int[]{-122, -16, 68, 139, 198, 250, 298, 339, 378, 413, 445, 475, 502, 528, 553},
            new int[]{-2048, -66, 28, 104, 169, 224, 274, 318, 358, 395, 429, 459, 488, 514, 539, 566},
            new int[]{14, 14, 24, 39, 40, 41, 58, 100, 141, 179, 219, 280, 358, 440, 529, 696},
            new int[]{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6});

    private final int payloadType;
    private final int bits;
    /** Upper ends of the quantizer's intervals but the last, of the logarithm of the normalized difference. */
    private final int[] decisions;
    /** By magnitude of the code: logarithm of the normalized output, W(I), F(I). */
    private final int[] outputs;
    private final int[] steps;
    private final int[] speeds;

    G726(int payloadType, int bits, int[] decisions, int[] outputs, int[] steps, int[] speeds) {
        this.payloadType = payloadType;
        this.bits = bits;
        this.decisions = decisions;
        this.outputs = outputs;
        this.steps = steps;
        this.speeds = speeds;
    }

    @Override
    public String encoding() {
        return "G726-" + 8 * bits;
    }

    @Override
    public int payloadType() {
        return payloadType;
    }

    @Override
    public int clockRate() {
        return 8000;
    }

    @Override
    public int sampleRate() {
        return 8000;
    }

    @Override
    public int minPtime() {
        return 10;
    }

    @Override
    public int maxPtime() {
        return 30;
    }

    @Override
    public Coder open() {
        return new Stream(this);
    }

    private int magnitude(int code) {
        return isNegative(code) ? ~code & (1 << bits - 1) - 1 : code;
    }

    private boolean isNegative(int code) {
        return code >> bits - 1 != 0;
    }

    private static int bitLength(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }

    private static final class Stream implements Coder {
        private final G726 rate;
        private final State encoder;
        private final State decoder;

        Stream(G726 rate) {
            this.rate = rate;
            this.encoder = new State(rate);
            this.decoder = new State(rate);
        }

        @Override
        public int encode(short[] pcm, int samples, byte[] out) {
            int length = 0;
            int waiting = 0;
            int held = 0;
            for (int i = 0; i < samples; i++) {
                held |= encoder.encode(pcm[i] >> 2) << waiting;
                for (waiting += rate.bits; waiting >= 8; waiting -= 8) {
                    out[length++] = (byte) held;
                    held >>= 8;
                }
            }
            if (waiting > 0) {
                out[length++] = (byte) held;
            }
            return length;
        }

        @Override
        public int decode(byte[] packet, int offset, int length, short[] pcm) {
            int samples = Math.min(length * 8 / rate.bits, pcm.length);
            int next = offset;
            int waiting = 0;
            int held = 0;
            for (int i = 0; i < samples; i++) {
                if (waiting < rate.bits) {
                    held |= (packet[next++] & 0xff) << waiting;
                    waiting += 8;
                }
                int signal = decoder.decode(held & (1 << rate.bits) - 1);
                pcm[i] = (short) (Math.clamp(signal, -8192, 8191) << 2);
                held >>= rate.bits;
                waiting -= rate.bits;
            }
            return samples;
        }
    }

    /** What adapts, the same on both sides: predictor, scale factor and its speed. */
    private static final class State {
        private static final int ZEROS = 6;
        private static final int FLOAT_ZERO = 1 << 5;

        private final G726 rate;
        /** B. */
        private final int[] zeros = new int[ZEROS];
        /** DQ, in the floating format of 11 bits. */
        private final int[] differences = new int[ZEROS];
        /** A1 and A2. */
        private int pole1;
        private int pole2;
        /** SR, in the floating format. */
        private int signal1 = FLOAT_ZERO;
        private int signal2 = FLOAT_ZERO;
        private boolean negative1;
        private boolean negative2;
        private int fastScale = 544;
        private int slowScale = 34816;
        private int shortMean;
        private int longMean;
        private int speed;
        private boolean tone;
        /** SEZ, SE and Y of the present sample. */
        private int zeroEstimate;
        private int estimate;
        private int scale;

        State(G726 rate) {
            this.rate = rate;
            Arrays.fill(differences, FLOAT_ZERO);
        }

        /**
         * @param sample
         *            14 bits
         */
        int encode(int sample) {
            estimate();
            int code = quantize(sample - estimate);
            update(code);
            return code;
        }

        /** Returns a sample of 14 bits, not yet limited. */
        int decode(int code) {
            estimate();
            return update(code);
        }

        private void estimate() {
            int sum = 0;
            for (int i = 0; i < ZEROS; i++) {
                sum += product(zeros[i], differences[i]);
            }
            zeroEstimate = (short) sum >> 1;
            estimate = (short) (sum + product(pole2, signal2) + product(pole1, signal1)) >> 1;
            int base = slowScale >> 6;
            int difference = fastScale - base;
            int part = Math.abs(difference) * Math.min(speed >> 2, 64) >> 6;
            scale = base + (difference < 0 ? -part : part);
        }

        /** FMULT: a coefficient by a number in the floating format. */
        private static int product(int coefficient, int number) {
            int fixed = coefficient >> 2;
            int magnitude = fixed < 0 ? -fixed : fixed;
            int exponent = bitLength(magnitude);
            int mantissa = magnitude == 0 ? FLOAT_ZERO : magnitude << 6 >> exponent;
            int sum = exponent + (number >> 6 & 15);
            int product = mantissa * (number & 63) + 48 >> 4;
            int value = sum > 19 ? product << sum - 19 & 0x7fff : product >> 19 - sum;
            return fixed < 0 ^ isNegativeFloat(number) ? -value : value;
        }

        /** FLOATA and FLOATB: sign, 4 bits of exponent, 6 bits of mantissa. */
        private static int floating(boolean negative, int magnitude) {
            int exponent = bitLength(magnitude);
            int mantissa = magnitude == 0 ? FLOAT_ZERO : magnitude << 6 >> exponent;
            return (negative ? 1 << 10 : 0) | exponent << 6 | mantissa;
        }

        private static boolean isNegativeFloat(int number) {
            return number >> 10 != 0;
        }

        private int quantize(int difference) {
            int magnitude = Math.abs(difference);
            int exponent = bitLength(magnitude >> 1);
            int normalized = (exponent << 7) + (magnitude << 7 >> exponent & 127) - (scale >> 2);
            int interval = 0;
            while (interval < rate.decisions.length && normalized >= rate.decisions[interval]) {
                interval++;
            }
            boolean inverted = difference < 0 || interval == 0 && rate != G726_16;
            return inverted ? ~interval & (1 << rate.bits) - 1 : interval;
        }

        /** Returns the reconstructed sample. */
        private int update(int code) {
            int index = rate.magnitude(code);
            boolean negative = rate.isNegative(code);
            int magnitude = difference(index);
            int difference = negative ? -magnitude : magnitude;
            int signal = (short) (estimate + difference);
            boolean transition = isTransition(magnitude);
            adaptScale(index);
            adaptPredictor(transition, negative, magnitude, (short) (zeroEstimate + difference));
            signal2 = signal1;
            signal1 = floating(signal < 0, Math.abs(signal) & 0x7fff);
            adaptSpeed(transition, index);
            return signal;
        }

        /** RECONST, ADDA and ANTILOG. */
        private int difference(int index) {
            int log = rate.outputs[index] + (scale >> 2);
            return log < 0 ? 0 : (log & 127) + 128 << 7 >> 14 - (log >> 7 & 15);
        }

        /** TRANS: a jump while a narrow-band signal was heard. */
        private boolean isTransition(int magnitude) {
            int exponent = slowScale >> 15;
            int threshold = exponent > 9 ? 31 << 10 : 32 + (slowScale >> 10 & 31) << exponent;
            return tone && magnitude > threshold + (threshold >> 1) >> 1;
        }

        /** FUNCTW, FILTD, LIMB and FILTE. */
        private void adaptScale(int index) {
            fastScale = Math.clamp(scale + ((rate.steps[index] << 5) - scale >> 5), 544, 5120);
            slowScale += fastScale + (-slowScale >> 6);
        }

        private void adaptPredictor(boolean transition, boolean negative, int magnitude, int sum) {
            if (transition) {
                Arrays.fill(zeros, 0);
                pole1 = 0;
                pole2 = 0;
            } else {
                adaptPoles(sum);
                adaptZeros(negative, magnitude);
            }
            System.arraycopy(differences, 0, differences, 1, ZEROS - 1);
            differences[0] = floating(negative, magnitude);
            negative2 = negative1;
            negative1 = sum < 0;
        }

        /** UPA2, LIMC, UPA1 and LIMD. */
        private void adaptPoles(int sum) {
            boolean likeLast = sum < 0 == negative1;
            boolean likeSecond = sum < 0 == negative2;
            int gradient2 = 0;
            int gradient1 = 0;
            if (sum != 0) {
                int limited = Math.clamp(pole1, -8191, 8191) << 2;
                gradient2 = (likeSecond ? 1 << 14 : -(1 << 14)) + (likeLast ? -limited : limited) >> 7;
                gradient1 = likeLast ? 192 : -192;
            }
            pole2 = Math.clamp(pole2 - (pole2 >> 7) + gradient2, -12288, 12288);
            int most = 15360 - pole2;
            pole1 = Math.clamp(pole1 - (pole1 >> 8) + gradient1, -most, most);
        }

        /** UPB. */
        private void adaptZeros(boolean negative, int magnitude) {
            int leak = rate == G726_40 ? 9 : 8;
            int gradient = magnitude == 0 ? 0 : 128;
            for (int i = 0; i < ZEROS; i++) {
                boolean alike = negative == isNegativeFloat(differences[i]);
                zeros[i] += (alike ? gradient : -gradient) - (zeros[i] >> leak);
            }
        }

        /** TONE, FUNCTF, FILTA, FILTB, SUBTC and FILTC. */
        private void adaptSpeed(boolean transition, int index) {
            tone = !transition && pole2 < -11776;
            shortMean += (rate.speeds[index] << 9) - shortMean >> 5;
            longMean += (rate.speeds[index] << 11) - longMean >> 7;
            boolean fast = scale < 1536 || tone || Math.abs((shortMean << 2) - longMean) >= longMean >> 3;
            speed = transition ? 256 : speed + ((fast ? 1 << 9 : 0) - speed >> 4);
        }
    }
}
