package org.carillon.sim.testkit;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;

/** A logger that keeps what it is told. */
public final class RecordingLog {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) Proxy.newProxyInstance(RecordingLog.class.getClassLoader(), new Class<?>[]{Logger.class},
            (proxy, method, arguments) -> called(method, arguments));

    /**
     * @param message
     *            with its placeholders filled in
     * @param exception
     *            null when there was none
     */
    public record Entry(LogLevel level, String message, Throwable exception) {}

    public Logger logger() {
        return logger;
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Messages of one level. */
    public List<String> messages(LogLevel level) {
        return entries.stream().filter(entry -> entry.level() == level).map(Entry::message).toList();
    }

    /** Forgets what it was told so far. */
    public void clear() {
        entries.clear();
    }

    private Object called(Method method, Object[] arguments) {
        if (method.getReturnType() == boolean.class) {
            return true;
        }
        if (method.getReturnType() == String.class) {
            return "test";
        }
        if (arguments != null && arguments[0] instanceof String format) {
            boolean varargs = arguments.length == 2 && arguments[1] instanceof Object[];
            Object[] values = varargs ? (Object[]) arguments[1] : Arrays.copyOfRange(arguments, 1, arguments.length);
            Throwable exception = values.length > 0 && values[values.length - 1] instanceof Throwable last ? last : null;
            entries.add(new Entry(LogLevel.valueOf(method.getName().toUpperCase(Locale.ROOT)), filled(format, values), exception));
        }
        return null;
    }

    private static String filled(String format, Object[] values) {
        StringBuilder text = new StringBuilder(format);
        int from = 0;
        for (Object value : values) {
            int at = text.indexOf("{}", from);
            if (at < 0) {
                break;
            }
            String shown = String.valueOf(value);
            text.replace(at, at + 2, shown);
            from = at + shown.length();
        }
        return text.toString();
    }
}
