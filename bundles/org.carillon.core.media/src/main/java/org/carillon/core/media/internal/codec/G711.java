package org.carillon.core.media.internal.codec;

/** ITU-T G.711, both laws, by tables; packed as RFC 3551 4.5.14 says: one octet per sample. */
public enum G711 implements Codec, Codec.Coder {
    PCMU(0) {
        @Override
        int expand(int octet) {
            int bits = ~octet & 0xff;
            int magnitude = ((2 * (bits & 15) + 33) << (bits >> 4 & 7)) - 33;
            return (bits & 0x80) != 0 ? -magnitude << 2 : magnitude << 2;
        }

        /** Of the 14 bits of the law: sign and magnitude, moved by 33, clipped at 8192. */
        @Override
        int compress(int sample) {
            int linear = sample >> 2;
            int magnitude = Math.min((linear < 0 ? ~linear : linear) + 33, 8191);
            int segment = 26 - Integer.numberOfLeadingZeros(magnitude);
            int octet = segment << 4 | magnitude >> segment + 1 & 15;
            return ~(linear < 0 ? octet | 0x80 : octet) & 0xff;
        }
    },
    PCMA(8) {
        @Override
        int expand(int octet) {
            int bits = octet ^ 0x55;
            int segment = bits >> 4 & 7;
            int step = 2 * (bits & 15) + 1;
            int magnitude = segment == 0 ? step : step + 32 << segment - 1;
            return (bits & 0x80) != 0 ? magnitude << 3 : -magnitude << 3;
        }

        /** Of the 13 bits of the law; even bits of the octet are inverted. */
        @Override
        int compress(int sample) {
            int linear = sample >> 3;
            int half = (linear < 0 ? ~linear : linear) >> 1;
            int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(half));
            int octet = segment << 4 | (segment == 0 ? half : half >> segment - 1) & 15;
            return (linear < 0 ? octet : octet | 0x80) ^ 0x55;
        }
    };

    private final int payloadType;
    private final short[] expanded = new short[256];
    /** By the sample's upper 14 bits; the lower two never matter. */
    private final byte[] compressed = new byte[1 << 14];

    G711(int payloadType) {
        this.payloadType = payloadType;
        for (int octet = 0; octet < expanded.length; octet++) {
            expanded[octet] = (short) expand(octet);
        }
        for (int index = 0; index < compressed.length; index++) {
            compressed[index] = (byte) compress((short) (index << 2));
        }
    }

    abstract int expand(int octet);

    abstract int compress(int sample);

    @Override
    public String encoding() {
        return name();
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
        return 40;
    }

    @Override
    public Coder open() {
        return this;
    }

    @Override
    public int encode(short[] pcm, int samples, byte[] out) {
        for (int i = 0; i < samples; i++) {
            out[i] = compressed[pcm[i] >> 2 & 0x3fff];
        }
        return samples;
    }

    @Override
    public int decode(byte[] packet, int offset, int length, short[] pcm) {
        int samples = Math.min(length, pcm.length);
        for (int i = 0; i < samples; i++) {
            pcm[i] = expanded[packet[offset + i] & 0xff];
        }
        return samples;
    }
}
