package org.carillon.core.config.internal;

import java.util.List;
import java.util.stream.IntStream;
import org.carillon.api.parameter.Parameters.Choice;
import org.carillon.api.parameter.Parameters.Declared;

/** A catalogue as others see it, made once for each. Safe for use by any thread. */
final class Declarations {
    private Catalogue catalogue = Catalogue.EMPTY;
    private List<Declared> declared = List.of();

    synchronized List<Declared> of(Catalogue now) {
        if (now != catalogue) {
            declared = now.slots().stream().map(Declarations::declared).toList();
            catalogue = now;
        }
        return declared;
    }

    private static Declared declared(Slot slot) {
        Definition definition = slot.definition();
        return new Declared(slot.id(), slot.instance() == null ? "" : slot.instance(), definition.words().name(),
                definition.words().description(), definition.typeName(), choices(definition), definition.type().permitted(),
                definition.secret(), definition.reboot(), definition.web(), definition.phone());
    }

    private static List<Choice> choices(Definition definition) {
        List<String> values = definition.type().choices();
        List<String> labels = definition.words().labels();
        return IntStream.range(0, values.size())
                .mapToObj(i -> new Choice(values.get(i), labels.size() == values.size() ? labels.get(i) : values.get(i))).toList();
    }
}
