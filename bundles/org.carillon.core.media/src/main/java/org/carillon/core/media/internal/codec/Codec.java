package org.carillon.core.media.internal.codec;

/** A way to write audio into RTP packets. */
public interface Codec {
    /** Encoding name in SDP, upper case. */
    String encoding();

    /** Payload type of our offers; the same number that the manual's codec list uses. */
    int payloadType();

    /** Clock rate of RTP time stamps, Hz. */
    int clockRate();

    /** Samples per second, the same for the audio device. */
    int sampleRate();

    /** Least milliseconds per packet that we send (manual 7.9.1); a multiple of 10. */
    int minPtime();

    /** Most milliseconds per packet that we send (manual 7.9.1); a multiple of 10. */
    int maxPtime();

    /** Channels in SDP. What is encoded and decoded is always mono. */
    default int channels() {
        return 1;
    }

    /** Our format parameters (RFC 8866 6.15); empty for none. */
    default String fmtp() {
        return "";
    }

    /** A new coder for one stream. */
    Coder open();

    /**
     * A new coder for one stream.
     *
     * @param ours
     *            our format parameters; empty for none
     * @param theirs
     *            those of who receives what it encodes; empty for none
     */
    default Coder open(String ours, String theirs) {
        return open();
    }

    /** Encodes or decodes one stream. Used by one thread; must not allocate. */
    interface Coder {
        /**
         * @return bytes written
         */
        int encode(short[] pcm, int samples, byte[] out);

        /**
         * @param pcm
         *            receives the samples, room for {@link #MAX_SAMPLES}
         * @return samples written; 0 when the packet makes no sense
         */
        int decode(byte[] packet, int offset, int length, short[] pcm);

        /**
         * Makes up for a packet that did not come, and for the time after it when called again. Decoding goes on smoothly afterwards.
         *
         * @param pcm
         *            receives the samples from its beginning
         * @param samples
         *            how many are wanted
         * @return samples written; 0 when the codec has no concealment of its own
         */
        default int conceal(short[] pcm, int samples) {
            return 0;
        }

        /** Most samples that come out of one packet. */
        int MAX_SAMPLES = 5760;
    }
}
