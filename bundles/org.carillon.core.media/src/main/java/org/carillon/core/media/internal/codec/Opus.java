package org.carillon.core.media.internal.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusBandwidth;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.Random;

/**
 * Opus (RFC 6716) in RTP (RFC 7587), in the bandwidths of the manual (7.8.1). Encodes and decodes at 48 kHz whatever the bandwidth is, as the
 * decoder spoils hybrid packets at all other rates. The library allocates memory for each packet.
 */
public enum Opus implements Codec {
    NARROW_BAND(8_000, 12_000), WIDE_BAND(16_000, 40_000), SUPER_WIDE_BAND(48_000, 128_000);

    private static final int RATE = 48_000;
    /** Of 0 to 10: from 4 on, encoding costs up to three times as much. */
    private static final int COMPLEXITY = 3;
    private static final int MIN_BIT_RATE = 6_000;
    private static final int MAX_PACKET = 1275;
    private static final int STEP = RATE / 400;
    private static final int REHEARSED_PACKETS = 200;

    private final String fmtp;

    /**
     * @param audioRate
     *            twice the highest audible frequency, Hz
     * @param maxBitRate
     *            bits per second
     */
    Opus(int audioRate, int maxBitRate) {
        fmtp = "maxplaybackrate=" + audioRate + ";sprop-maxcapturerate=" + audioRate + ";maxaveragebitrate=" + maxBitRate
                + ";stereo=0;useinbandfec=0";
    }

    /**
     * Encodes and decodes for nothing until the virtual machine has compiled all of it, which takes a second or two (ADR 0043). Ends early when
     * the thread is interrupted.
     */
    public static void rehearse() {
        for (Opus band : new Opus[]{WIDE_BAND, SUPER_WIDE_BAND}) {
            rehearse(band.open());
        }
    }

    private static void rehearse(Coder coder) {
        short[] pcm = new short[RATE / 50];
        short[] decoded = new short[Coder.MAX_SAMPLES];
        byte[] packet = new byte[MAX_PACKET];
        Random noise = new Random(RATE);
        for (int i = 0; i < REHEARSED_PACKETS && !Thread.currentThread().isInterrupted(); i++) {
            double loudness = Math.abs(Math.sin(i / 8.0));
            for (int at = 0; at < pcm.length; at++) {
                pcm[at] = (short) (loudness * (6000 - 40 * (at % (320 + i % 7 * 10))) + noise.nextInt(600));
            }
            coder.decode(packet, 0, coder.encode(pcm, pcm.length, packet), decoded);
            if (i % 10 == 0) {
                coder.conceal(decoded, pcm.length);
            }
        }
    }

    @Override
    public String encoding() {
        return "OPUS";
    }

    /** Of the manual's codec list; another one may be configured for SDP. */
    @Override
    public int payloadType() {
        return 125;
    }

    @Override
    public int clockRate() {
        return RATE;
    }

    @Override
    public int sampleRate() {
        return RATE;
    }

    @Override
    public int minPtime() {
        return 10;
    }

    @Override
    public int maxPtime() {
        return 20;
    }

    /** Always 2 (RFC 7587 7). */
    @Override
    public int channels() {
        return 2;
    }

    @Override
    public String fmtp() {
        return fmtp;
    }

    @Override
    public Coder open() {
        return open(fmtp, "");
    }

    @Override
    public Coder open(String ours, String theirs) {
        int rate = Math.min(Fmtp.number(ours, "sprop-maxcapturerate", RATE), Fmtp.number(theirs, "maxplaybackrate", RATE));
        Band band = Band.of(rate);
        int bitRate = Math.min(band.bitRate, Fmtp.number(theirs, "maxaveragebitrate", band.bitRate));
        return new OpusCoder(band, Math.max(bitRate, MIN_BIT_RATE));
    }

    /** What is audible of a signal, with the bit rate that it is sent with. */
    private enum Band {
        NARROW(8_000, 12_000, OpusBandwidth.OPUS_BANDWIDTH_NARROWBAND), //
        MEDIUM(12_000, 20_000, OpusBandwidth.OPUS_BANDWIDTH_MEDIUMBAND), //
        WIDE(16_000, 32_000, OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND), //
        SUPER_WIDE(24_000, 48_000, OpusBandwidth.OPUS_BANDWIDTH_SUPERWIDEBAND), //
        FULL(48_000, 64_000, OpusBandwidth.OPUS_BANDWIDTH_FULLBAND);

        final int rate;
        final int bitRate;
        final OpusBandwidth bandwidth;

        Band(int rate, int bitRate, OpusBandwidth bandwidth) {
            this.rate = rate;
            this.bitRate = bitRate;
            this.bandwidth = bandwidth;
        }

        /** The widest that is not sampled faster. */
        static Band of(int rate) {
            Band widest = NARROW;
            for (Band band : values()) {
                widest = band.rate <= rate ? band : widest;
            }
            return widest;
        }
    }

    /** Encoder and decoder are made when they are needed: a coder is seldom used for both. */
    private static final class OpusCoder implements Coder {
        private final Band band;
        private final int bitRate;
        private OpusEncoder encoder;
        private OpusDecoder decoder;

        OpusCoder(Band band, int bitRate) {
            this.band = band;
            this.bitRate = bitRate;
        }

        @Override
        public int encode(short[] pcm, int samples, byte[] out) {
            try {
                if (encoder == null) {
                    encoder = new OpusEncoder(RATE, 1, OpusApplication.OPUS_APPLICATION_VOIP);
                    encoder.setMaxBandwidth(band.bandwidth);
                    encoder.setBitrate(bitRate);
                    encoder.setComplexity(COMPLEXITY);
                }
                return encoder.encode(pcm, 0, samples, out, 0, MAX_PACKET);
            } catch (OpusException e) {
                return 0;
            }
        }

        /** The library refuses what is no Opus in more ways than one. */
        @Override
        public int decode(byte[] packet, int offset, int length, short[] pcm) {
            try {
                if (decoder == null) {
                    decoder = new OpusDecoder(RATE, 1);
                }
                return length == 0 ? 0 : decoder.decode(packet, offset, length, pcm, 0, MAX_SAMPLES, false);
            } catch (OpusException e) {
                return 0;
            } catch (RuntimeException | AssertionError e) {
                decoder.resetState();
                return 0;
            }
        }

        /** In whole steps of 2.5 ms. */
        @Override
        public int conceal(short[] pcm, int samples) {
            int wanted = Math.min(samples, MAX_SAMPLES) / STEP * STEP;
            try {
                return decoder == null || wanted == 0 ? 0 : decoder.decode(null, 0, 0, pcm, 0, wanted, false);
            } catch (OpusException e) {
                return 0;
            }
        }
    }
}
