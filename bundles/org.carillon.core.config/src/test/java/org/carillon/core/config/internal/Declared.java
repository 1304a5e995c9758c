package org.carillon.core.config.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.carillon.core.config.internal.ValueType.Scalar;

/** Declarations for tests. */
final class Declared {
    private static final KeyTypes KEY_TYPES = new KeyTypes();

    private Declared() {}

    static Definition number(String id, int min, int max, int standard) {
        ValueType type = new ValueType(Scalar.INTEGER, "", List.of(), (long) min, (long) max, null, KEY_TYPES);
        return new Definition(id, attribute(id), type, String.valueOf(standard), "lamp", false, false, "", "", Definition.Words.NONE);
    }

    static Definition flag(String id) {
        ValueType type = new ValueType(Scalar.BOOLEAN, "", List.of(), null, null, null, KEY_TYPES);
        return new Definition(id, attribute(id), type, "false", "lamp", false, false, "", "", Definition.Words.NONE);
    }

    static Definition text(String id, String standard) {
        ValueType type = new ValueType(Scalar.STRING, "", List.of(), null, 20L, null, KEY_TYPES);
        return new Definition(id, attribute(id), type, standard, "lamp", false, false, "", "", Definition.Words.NONE);
    }

    static Definition url(String id) {
        ValueType type = new ValueType(Scalar.STRING, "url", List.of(), null, 99L, null, KEY_TYPES);
        return new Definition(id, attribute(id), type, "", "lamp", false, false, "", "", Definition.Words.NONE);
    }

    static Definition secret(Definition definition) {
        return new Definition(definition.id(), "." + definition.attribute(), definition.type(), definition.defaultText(),
                definition.defaultSource(), true, definition.reboot(), "", "", Definition.Words.NONE);
    }

    static Definition reboot(Definition definition) {
        return new Definition(definition.id(), definition.attribute(), definition.type(), definition.defaultText(),
                definition.defaultSource(),
                definition.secret(), true, "", "", Definition.Words.NONE);
    }

    private static String attribute(String id) {
        return id.replaceAll("\\{.*?}", "");
    }

    static Declaration singleton(String pid, Definition... definitions) {
        return new Declaration("lamp", pid, null, Arrays.asList(definitions));
    }

    static Declaration indexed(String pid, int count, Definition... definitions) {
        return new Declaration("lamp", pid, IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList(), Arrays.asList(definitions));
    }

    static Catalogue catalogue(Declaration... declarations) {
        return Catalogue.EMPTY.with(1, Arrays.asList(declarations));
    }
}
