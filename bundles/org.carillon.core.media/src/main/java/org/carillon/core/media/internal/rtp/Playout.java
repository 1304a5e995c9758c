package org.carillon.core.media.internal.rtp;

import java.util.Arrays;
import org.carillon.core.media.internal.codec.Codec;

/** Makes an unbroken signal of packets: order, decoding, concealment of what is missing. One thread's; allocates nothing. */
final class Playout {
    private static final int TARGET_MILLIS = 40;
    private static final int FIRST_GUESS_MILLIS = 20;
    /** A gap is filled by the last packet, faded out over this many packets; silence after that. */
    private static final int FADE_PACKETS = 2;

    private final JitterBuffer buffer = new JitterBuffer(TARGET_MILLIS);
    private final short[] pcm = new short[Codec.Coder.MAX_SAMPLES];
    private Codec.Coder[] coders = new Codec.Coder[128];
    private int samplesPerMilli = 8;
    private int length;
    private int position;
    private int packetMillis = FIRST_GUESS_MILLIS;
    private int concealed = FADE_PACKETS;

    /**
     * @param coders
     *            by payload type; null where no audio is expected
     */
    void use(Codec.Coder[] byPayloadType, int sampleRate) {
        coders = byPayloadType;
        samplesPerMilli = sampleRate / 1000;
    }

    boolean isAudio(int payloadType) {
        return coders[payloadType] != null;
    }

    /** Begins anew with the next packet. */
    void reset() {
        buffer.reset();
        length = 0;
        position = 0;
        concealed = FADE_PACKETS;
        packetMillis = FIRST_GUESS_MILLIS;
    }

    /** Adds a packet. Anything but audio keeps its place as silence. */
    void put(RtpHeader header, byte[] packet) {
        int audio = isAudio(header.payloadType()) ? Math.min(header.payloadLength(), JitterBuffer.MAX_PAYLOAD) : 0;
        buffer.put(header.sequence(), header.payloadType(), packet, header.payloadOffset(), audio);
    }

    /** Fills a frame of {@link JitterBuffer#FRAME_MILLIS}. */
    void play(short[] frame, int samples) {
        int filled = 0;
        while (filled < samples) {
            if (position == length && !refill()) {
                Arrays.fill(frame, filled, samples, (short) 0);
                return;
            }
            int part = Math.min(samples - filled, length - position);
            System.arraycopy(pcm, position, frame, filled, part);
            position += part;
            filled += part;
        }
    }

    private boolean refill() {
        switch (buffer.take(packetMillis)) {
            case PACKET -> decode();
            case LOST, EMPTY -> conceal();
            case IDLE -> {
                concealed = FADE_PACKETS;
                return false;
            }
        }
        position = 0;
        return true;
    }

    private void decode() {
        Codec.Coder coder = coders[buffer.payloadType()];
        int decoded = coder == null || buffer.length() == 0 ? 0 : coder.decode(buffer.payload(), 0, buffer.length(), pcm);
        if (decoded > 0) {
            length = decoded;
            packetMillis = Math.max(1, decoded / samplesPerMilli);
            concealed = 0;
        } else {
            length = packetMillis * samplesPerMilli;
            Arrays.fill(pcm, 0, length, (short) 0);
            concealed = FADE_PACKETS;
        }
    }

    private void conceal() {
        if (concealed >= FADE_PACKETS) {
            length = packetMillis * samplesPerMilli;
            Arrays.fill(pcm, 0, length, (short) 0);
            return;
        }
        int steps = length * FADE_PACKETS;
        for (int i = 0; i < length; i++) {
            pcm[i] = (short) (pcm[i] * (length - i + length * (FADE_PACKETS - 1 - concealed)) / Math.max(1, steps - length * concealed));
        }
        concealed++;
    }

    long late() {
        return buffer.late();
    }

    int count() {
        return buffer.count();
    }
}
