package org.carillon.launcher;

import java.util.Iterator;
import java.util.List;

/** Reads {@code --name VALUE} and {@code --name=VALUE}. */
final class OptionReader {
    private final Iterator<String> arguments;
    private String name;
    private String attached;

    OptionReader(List<String> arguments) {
        this.arguments = arguments.iterator();
    }

    boolean hasNext() throws UsageException {
        if (attached != null) {
            throw new UsageException(name + " takes no value");
        }
        return arguments.hasNext();
    }

    String next() throws UsageException {
        String argument = arguments.next();
        if (!argument.startsWith("--")) {
            throw new UsageException("unexpected argument " + argument);
        }
        int equals = argument.indexOf('=');
        name = equals < 0 ? argument : argument.substring(0, equals);
        attached = equals < 0 ? null : argument.substring(equals + 1);
        return name;
    }

    /** The value of the option that {@link #next()} returned. */
    String value() throws UsageException {
        String value = attached;
        attached = null;
        if (value == null) {
            if (!arguments.hasNext()) {
                throw new UsageException(name + " needs a value");
            }
            value = arguments.next();
        }
        if (value.isEmpty()) {
            throw new UsageException(name + " needs a value");
        }
        return value;
    }
}
