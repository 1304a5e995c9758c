package org.carillon.core.media.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampledTest {
    /** Samples as they are, two bytes each. */
    private record Linear(int sampleRate) implements Codec {
        @Override
        public String encoding() {
            return "L16";
        }

        @Override
        public int payloadType() {
            return 96;
        }

        @Override
        public int clockRate() {
            return sampleRate;
        }

        @Override
        public int minPtime() {
            return 10;
        }

        @Override
        public int maxPtime() {
            return 20;
        }

        @Override
        public Coder open() {
            return new Coder() {
                @Override
                public int encode(short[] pcm, int samples, byte[] out) {
                    ByteBuffer.wrap(out).asShortBuffer().put(pcm, 0, samples);
                    return 2 * samples;
                }

                @Override
                public int decode(byte[] packet, int offset, int length, short[] pcm) {
                    ByteBuffer.wrap(packet, offset, length).asShortBuffer().get(pcm, 0, length / 2);
                    return length / 2;
                }

                @Override
                public int conceal(short[] pcm, int samples) {
                    return samples;
                }
            };
        }
    }

    private static short[] converted(short[] pcm, int from, int to, int millis) {
        Codec.Coder coder = Resampled.open(new Linear(from), to);
        int frame = from / 1000 * millis;
        byte[] packet = new byte[2 * frame];
        short[] decoded = new short[Codec.Coder.MAX_SAMPLES];
        short[] out = new short[pcm.length / frame * (to / 1000 * millis)];
        for (int i = 0; i < pcm.length / frame; i++) {
            ByteBuffer.wrap(packet).asShortBuffer().put(pcm, i * frame, frame);
            int made = coder.decode(packet, 0, packet.length, decoded);
            assertThat(made).isEqualTo(to / 1000 * millis);
            System.arraycopy(decoded, 0, out, i * made, made);
        }
        assertThat(coder.conceal(decoded, to / 100)).isEqualTo(to / 100);
        return out;
    }

    @ParameterizedTest
    @CsvSource({"8000, 8000", "8000, 16000", "8000, 48000", "16000, 8000", "16000, 16000", "16000, 48000", "48000, 8000", "48000, 16000"})
    void keepsWhatTheSlowerRateCanCarry(int from, int to) {
        for (int hertz : new int[]{300, 1000, 3000}) {
            for (int millis : new int[]{10, 20, 120}) {
                short[] out = converted(Sound.tone(hertz, 10_000, from, 600), from, to, millis);
                double level = Sound.level(out, out.length / 2, out.length / 2, hertz, to);
                assertThat(Sound.decibels(level / 10_000)).as("%d Hz", hertz).isBetween(-0.1, 0.1);
                assertThat(Sound.loudness(out)).as("nothing but the tone").isBetween(0.99 * 10_000 / Math.sqrt(2),
                        1.01 * 10_000 / Math.sqrt(2));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"48000, 8000, 5000", "48000, 8000, 20000", "48000, 16000, 9000", "16000, 8000, 5000"})
    void takesAwayWhatItCannot(int from, int to, int hertz) {
        assertThat(Sound.decibels(Sound.loudness(converted(Sound.tone(hertz, 10_000, from, 600), from, to, 20)) / 10_000)).isLessThan(-40);
    }

    @ParameterizedTest
    @CsvSource({"8000, 48000", "48000, 8000"})
    void clipsInsteadOfWrapping(int from, int to) {
        short[] square = Sound.tone(400, 1, from, 600);
        for (int i = 0; i < square.length; i++) {
            square[i] = square[i] < 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
        }
        short[] out = converted(square, from, to, 20);
        assertThat(Sound.decibels(Sound.level(out, out.length / 2, out.length / 2, 400, to) / 32767 / 4 * Math.PI)).isBetween(-2.0, 0.5);
    }
}
