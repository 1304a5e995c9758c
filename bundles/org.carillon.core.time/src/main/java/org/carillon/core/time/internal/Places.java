package org.carillon.core.time.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.Properties;

/** The places of the manual's table of time zones (11.6.1). */
final class Places {
    private Places() {}

    /**
     * How clocks are put at a place, by the IANA database of this Java.
     *
     * @param name
     *            with blanks or underscores
     * @param zone
     *            under which the manual lists it
     * @return empty when it lists no such place there
     */
    static Optional<ZoneRules> rules(String name, ZoneOffset zone) {
        return Optional.ofNullable(table().getProperty(name.strip().replace(' ', '_'))).map(facts -> facts.split(" "))
                .filter(facts -> ClockRules.minutes(facts[0]) * 60 == zone.getTotalSeconds())
                .map(facts -> ZoneId.of(facts[1]).getRules());
    }

    /** Read whenever it is needed, which is hardly ever. */
    static Properties table() {
        Properties table = new Properties();
        try (InputStream in = Places.class.getResourceAsStream("places.properties")) {
            table.load(in);
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException("places.properties cannot be read", e);
        }
    }
}
