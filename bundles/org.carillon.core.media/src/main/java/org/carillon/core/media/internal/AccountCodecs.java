package org.carillon.core.media.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.codec.Codecs;
import org.carillon.core.media.internal.codec.Opus;
import org.carillon.core.media.internal.sdp.Capability;
import org.carillon.core.media.internal.sdp.Format;

/** Reads what an account offers and accepts: the codecs of its list that are built, in its order. */
final class AccountCodecs {
    private static final int DEFAULT_PTIME = 20;

    private AccountCodecs() {}

    /** May be empty. Packet times belong to the places of the list, also to those of codecs that are not built. */
    static List<Capability> of(AccountConfig config) {
        List<Capability> codecs = new ArrayList<>();
        String[] listed = config.audioCodecs();
        String[] ptimes = config.ptimes();
        for (int place = 0; place < listed.length; place++) {
            Optional<Codec> codec = Codecs.of(listed[place], Opus.values()[config.opusBandwidth()]);
            if (codec.isPresent() && !List.of(listed).subList(0, place).contains(listed[place])) {
                int ptime = place < ptimes.length ? Integer.parseInt(ptimes[place]) : DEFAULT_PTIME;
                codecs.add(capability(codec.get(), ptime, config.opusPayloadType()));
            }
        }
        return List.copyOf(codecs);
    }

    private static Capability capability(Codec codec, int ptime, int opusPayloadType) {
        Format format = new Format(number(codec, opusPayloadType), codec.encoding(), codec.clockRate(), codec.channels(), codec.fmtp());
        return new Capability(format, ptime, codec.minPtime(), codec.maxPtime());
    }

    /** The number that is configured for Opus is Opus'. */
    private static int number(Codec codec, int opusPayloadType) {
        if (codec instanceof Opus) {
            return opusPayloadType;
        }
        return codec.payloadType() == opusPayloadType ? Format.ANY : codec.payloadType();
    }
}
