package org.carillon.core.media.internal.codec;

import java.util.List;

/** The codecs that are built. */
public final class Codecs {
    private static final List<Codec> BUILT = List.of(G711.PCMU, G711.PCMA, new G722(), G726.G726_16, G726.G726_24, G726.G726_32,
            G726.G726_40);

    private Codecs() {}

    /** The codecs of a list of payload types, in its order; those not built are left out. */
    public static List<Codec> of(List<String> payloadTypes) {
        return payloadTypes.stream().flatMap(type -> BUILT.stream().filter(codec -> Integer.toString(codec.payloadType()).equals(type)))
                .distinct().toList();
    }

    /** The codec of that name and clock rate. */
    public static Codec of(String encoding, int clockRate) {
        return BUILT.stream().filter(codec -> codec.encoding().equals(encoding) && codec.clockRate() == clockRate).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(encoding));
    }
}
