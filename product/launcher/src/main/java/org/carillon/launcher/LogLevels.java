package org.carillon.launcher;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;

/**
 * Which log entries are shown.
 *
 * @param byLogger
 *            the lowest level that is shown by logger name, which is the start of a class name; the root logger's name stands for the rest
 */
record LogLevels(Map<String, LogLevel> byLogger) {
    static final LogLevels DEFAULT = new LogLevels(Map.of(Logger.ROOT_LOGGER_NAME, LogLevel.INFO));
    static final LogLevels QUIET = new LogLevels(Map.of(Logger.ROOT_LOGGER_NAME, LogLevel.ERROR));

    /**
     * @param text
     *            {@code LEVEL} or {@code NAME=LEVEL}, several separated by commas
     */
    static LogLevels parse(String text) throws UsageException {
        Map<String, LogLevel> levels = new LinkedHashMap<>(DEFAULT.byLogger);
        for (String item : text.split(",")) {
            int equals = item.indexOf('=');
            levels.put(equals < 0 ? Logger.ROOT_LOGGER_NAME : item.substring(0, equals), level(item.substring(equals + 1)));
        }
        return new LogLevels(Map.copyOf(levels));
    }

    private static LogLevel level(String text) throws UsageException {
        try {
            return LogLevel.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--log " + text + ": permitted are "
                    + Arrays.stream(LogLevel.values()).map(Object::toString).collect(Collectors.joining(" ")));
        }
    }
}
