package org.carillon.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Facts of the manual, as data in the tests' resources: what it names, whether the phone has it yet or not. */
public final class Manual {
    private Manual() {}

    /** The list in a resource. */
    public static List<?> list(String resource) {
        try (InputStream in = Manual.class.getResourceAsStream("/" + resource)) {
            return Json.list(Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
