package org.carillon.core.media.internal.codec;

import java.util.List;
import java.util.Optional;

/** The codecs that are built. */
public final class Codecs {
    private static final List<Codec> BUILT = List.of(G711.PCMU, G711.PCMA, new G722(), G726.G726_16, G726.G726_24, G726.G726_32,
            G726.G726_40, Opus.WIDE_BAND);

    private Codecs() {}

    /**
     * The codec of a number in the manual's list; empty when it is not built.
     *
     * @param opus
     *            which Opus it is to be
     */
    public static Optional<Codec> of(String payloadType, Opus opus) {
        return BUILT.stream().filter(codec -> Integer.toString(codec.payloadType()).equals(payloadType)).findFirst()
                .map(codec -> codec instanceof Opus ? opus : codec);
    }

    /** The codec of that name and clock rate. */
    public static Codec of(String encoding, int clockRate) {
        return BUILT.stream().filter(codec -> codec.encoding().equals(encoding) && codec.clockRate() == clockRate).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(encoding));
    }
}
