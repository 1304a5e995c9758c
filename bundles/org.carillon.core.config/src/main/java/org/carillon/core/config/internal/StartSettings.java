package org.carillon.core.config.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the start was told on the command line.
 *
 * @param values
 *            by id
 * @param files
 *            true when configuration files are named too
 */
record StartSettings(Map<String, String> values, boolean files) {
    /** Shown as source. */
    static final String SOURCE = "start";
    private static final String SET = "carillon.set.";
    private static final String CONFIG = "carillon.config.";

    /** Reads the framework properties {@code carillon.set.N = ID=VALUE} and {@code carillon.config.N}, N from 0 or 1 on. */
    static StartSettings of(UnaryOperator<String> properties) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < 2 || properties.apply(SET + i) != null; i++) {
            String setting = properties.apply(SET + i);
            int equals = setting == null ? -1 : setting.indexOf('=');
            if (equals > 0) {
                values.put(setting.substring(0, equals).strip(), setting.substring(equals + 1));
            }
        }
        return new StartSettings(Collections.unmodifiableMap(values),
                properties.apply(CONFIG + 0) != null || properties.apply(CONFIG + 1) != null);
    }
}
