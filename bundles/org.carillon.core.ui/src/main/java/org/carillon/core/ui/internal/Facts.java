package org.carillon.core.ui.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Facts of the manual that lie beside this class. */
final class Facts {
    private Facts() {}

    static Map<String, String> read(String name) {
        Properties facts = new Properties();
        try (InputStream in = Facts.class.getResourceAsStream(name)) {
            facts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
        return facts.stringPropertyNames().stream().collect(Collectors.toUnmodifiableMap(key -> key, facts::getProperty));
    }
}
