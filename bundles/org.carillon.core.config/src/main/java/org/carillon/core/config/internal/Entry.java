package org.carillon.core.config.internal;

import java.util.Objects;

/**
 * What a layer says about an id.
 *
 * @param value
 *            text as it was written; null masks the file layers below ({@code define="default"})
 * @param override
 *            outranks a protected user value when the file is applied
 * @param source
 *            who wrote it: {@code config.xml:7}, {@code ctl} ...
 */
record Entry(String value, boolean override, String source) {
    Entry {
        Objects.requireNonNull(source);
    }

    boolean masks() {
        return value == null;
    }

    /** True when both mean the same, wherever they were written. */
    boolean saysTheSame(Entry other) {
        return other != null && Objects.equals(value, other.value) && override == other.override;
    }
}
