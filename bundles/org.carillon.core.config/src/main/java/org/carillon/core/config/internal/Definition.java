package org.carillon.core.config.internal;

import java.util.List;
import java.util.Optional;
import org.carillon.api.provisioning.UserInfo;

/**
 * A parameter as its bundle declares it.
 *
 * @param id
 *            with a token for each index, such as {@code Account{account}DndEnable}
 * @param attribute
 *            property of the configuration
 * @param defaultText
 *            as it stands in config.xml
 * @param defaultSource
 *            who says so: the declaring bundle, or a hardware fact
 * @param words
 *            for a person
 */
record Definition(String id, String attribute, ValueType type, String defaultText, String defaultSource, boolean secret, boolean reboot,
        String web, String phone, Words words) {
    /**
     * @param labels
     *            of the permitted values, in their order
     */
    record Words(String name, String description, List<String> labels) {
        static final Words NONE = new Words("", "", List.of());
    }

    static final String MASK = "***";

    /** What a value may be shown as: a secret, and what stands before the host of a URL, are masked. */
    String shown(String value) {
        return secret ? MASK : type.isUrl() ? UserInfo.masked(value, MASK) : value;
    }

    /** What a value may be exported as. */
    String exported(String value) {
        return type.isUrl() ? UserInfo.without(value) : value;
    }

    /** The text in its one spelling; empty when it is not permitted. */
    Optional<String> canonical(String text) {
        return type.parse(text).map(type::text);
    }

    /** The property of a text that is permitted. */
    Object property(String canonical) {
        return type.parse(canonical).orElseThrow(() -> new IllegalStateException(id + " has a value that it does not take"));
    }

    /** Type in the words of the manual's catalogue. */
    String typeName() {
        if (secret) {
            return "secret";
        }
        if (type.list() != null) {
            return type.choices().isEmpty() ? "integerList" : "enumList";
        }
        if (type.scalar() == ValueType.Scalar.BOOLEAN) {
            return "boolean";
        }
        if (!type.choices().isEmpty()) {
            return "enum";
        }
        return type.isNumber() ? "integer" : type.isUrl() ? "url" : type.format().isEmpty() ? "string" : type.format();
    }
}
