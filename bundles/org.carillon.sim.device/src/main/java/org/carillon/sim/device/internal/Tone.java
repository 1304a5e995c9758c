package org.carillon.sim.device.internal;

/**
 * A sine of 10 dB below full scale that goes on without a break from call to call's end.
 *
 * @param hertz
 *            silence where half of a stream's sample rate is not above it
 */
record Tone(double hertz) implements Microphone {
    private static final double AMPLITUDE = Short.MAX_VALUE * Math.pow(10, -10 / 20.0);

    @Override
    public Sound open(int sampleRate) {
        return hertz * 2 < sampleRate ? new Sine(2 * Math.PI * hertz / sampleRate) : SILENT.open(sampleRate);
    }

    private static final class Sine implements Sound {
        private final double step;
        private double phase;

        Sine(double step) {
            this.step = step;
        }

        @Override
        public void read(short[] pcm, int offset, int length) {
            for (int i = 0; i < length; i++) {
                pcm[offset + i] = (short) Math.round(AMPLITUDE * Math.sin(phase));
                phase += step;
            }
            phase %= 2 * Math.PI;
        }
    }
}
