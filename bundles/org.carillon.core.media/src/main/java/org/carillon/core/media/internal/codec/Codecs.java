package org.carillon.core.media.internal.codec;

import java.util.ArrayList;
import java.util.List;

/** The codecs that are built. */
public final class Codecs {
    private static final List<Codec> BUILT = List.of(G711.PCMU, G711.PCMA);

    private Codecs() {}

    /** The codecs of a list as {@code Account{account}AudioCodec} holds it, in its order; those not built are left out. */
    public static List<Codec> of(String payloadTypes) {
        List<Codec> codecs = new ArrayList<>();
        for (String type : payloadTypes.split(";")) {
            BUILT.stream().filter(codec -> Integer.toString(codec.payloadType()).equals(type.strip()) && !codecs.contains(codec))
                    .forEach(codecs::add);
        }
        return List.copyOf(codecs);
    }

    /** The codec of that name and clock rate. */
    public static Codec of(String encoding, int clockRate) {
        return BUILT.stream().filter(codec -> codec.encoding().equals(encoding) && codec.clockRate() == clockRate).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(encoding));
    }
}
