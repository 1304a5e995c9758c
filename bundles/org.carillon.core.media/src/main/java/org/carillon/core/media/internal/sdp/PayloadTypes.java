package org.carillon.core.media.internal.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What dynamic payload types mean in a session. Whoever gave a number a meaning: it never gets another one (RFC 3264 8.3.2). */
final class PayloadTypes {
    private static final int FIRST = 96;
    private static final int LAST = 127;

    private final Format[] known = new Format[LAST + 1];

    /** Takes what the other side offers. */
    void learn(List<Format> theirs) {
        for (Format format : theirs) {
            if (format.payloadType() >= FIRST && !format.encoding().isEmpty()) {
                known[format.payloadType()] = format;
            }
        }
    }

    /**
     * The formats with the numbers that they have, else with those that they like if these are free, else with others. Whom no number is left
     * for is left out.
     */
    List<Format> number(List<Format> formats) {
        List<Format> numbered = new ArrayList<>(formats);
        numbered.replaceAll(this::familiar);
        numbered.stream().filter(format -> isFree(format.payloadType())).forEach(format -> known[format.payloadType()] = format);
        return numbered.stream().flatMap(format -> settled(format).stream()).toList();
    }

    private Format familiar(Format format) {
        return isDynamic(format) ? dynamic().filter(number -> means(number, format)).mapToObj(format::at).findFirst().orElse(format)
                : format;
    }

    private Optional<Format> settled(Format format) {
        if (!isDynamic(format) || means(format.payloadType(), format)) {
            return Optional.of(format);
        }
        Optional<Format> settled = dynamic().filter(this::isFree).mapToObj(format::at).findFirst();
        settled.ifPresent(free -> known[free.payloadType()] = free);
        return settled;
    }

    private static boolean isDynamic(Format format) {
        return format.payloadType() == Format.ANY || format.payloadType() >= FIRST;
    }

    private boolean means(int number, Format format) {
        return number >= FIRST && known[number] != null && known[number].sameMeaning(format);
    }

    private boolean isFree(int number) {
        return number >= FIRST && known[number] == null;
    }

    private static IntStream dynamic() {
        return IntStream.rangeClosed(FIRST, LAST);
    }
}
