package org.carillon.launcher;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.equinox.log.SynchronousLogListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;

/** Prints what the framework and its bundles log, one line an entry: time, level, logger, message, causes. */
final class StderrLog implements SynchronousLogListener, FrameworkListener {
    /** What the framework logs about bundles, services and itself; errors among them reach {@link #frameworkEvent}. */
    private static final String FRAMEWORK_EVENTS = "Events";

    private final PrintStream out;
    private final DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private final boolean withTraces;

    StderrLog(PrintStream out, LogLevels levels) {
        this.out = out;
        withTraces = levels.byLogger().values().stream().anyMatch(level -> level.implies(LogLevel.DEBUG));
    }

    /**
     * Follows a framework that is initialized and not started yet.
     *
     * @param libraries
     *            symbolic names of bundles whose warnings are left out below TRACE: they are about their own ways, such as lists that are empty by default
     */
    static void attach(BundleContext context, LogLevels levels, Collection<String> libraries) {
        StderrLog log = new StderrLog(System.err, levels);
        context.addFrameworkListener(log);
        ServiceReference<LogReaderService> reader = context.getServiceReference(LogReaderService.class);
        context.getService(reader).addLogListener(log);
        ServiceReference<LoggerAdmin> admin = context.getServiceReference(LoggerAdmin.class);
        Map<String, LogLevel> all = new HashMap<>(levels.byLogger());
        for (String kind : new String[]{"Bundle", "Service", "Framework", "LogService"}) {
            all.putIfAbsent(FRAMEWORK_EVENTS + "." + kind, LogLevel.AUDIT);
        }
        // Below INFO it prints service properties, among them URLs with passwords in them.
        all.putIfAbsent("org.apache.felix.scr", LogLevel.INFO);
        LoggerAdmin loggers = context.getService(admin);
        loggers.getLoggerContext(null).setLogLevels(all);
        // At DEBUG it prints whole configurations, passwords included.
        loggers.getLoggerContext("org.apache.felix.configadmin").setLogLevels(Map.of(Logger.ROOT_LOGGER_NAME, LogLevel.ERROR));
        if (levels.byLogger().get(Logger.ROOT_LOGGER_NAME) != LogLevel.TRACE) {
            libraries.forEach(library -> loggers.getLoggerContext(library).setLogLevels(Map.of(Logger.ROOT_LOGGER_NAME, LogLevel.ERROR)));
        }
    }

    @Override
    public void logged(LogEntry entry) {
        // Libraries log without a name of their own.
        boolean nameless = entry.getLoggerName().equals(Logger.ROOT_LOGGER_NAME) || entry.getLoggerName().startsWith("LogService");
        print(entry.getTime(), entry.getLogLevel(), nameless ? entry.getBundle().getSymbolicName() : entry.getLoggerName(),
                entry.getMessage(),
                entry.getException());
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR || event.getType() == FrameworkEvent.WARNING) {
            print(System.currentTimeMillis(), event.getType() == FrameworkEvent.ERROR ? LogLevel.ERROR : LogLevel.WARN,
                    event.getBundle().getSymbolicName(), null, event.getThrowable());
        }
    }

    private void print(long at, LogLevel level, String name, String message, Throwable thrown) {
        StringBuilder line = new StringBuilder(time.format(Instant.ofEpochMilli(at))).append(' ').append(level).append(' ').append(name);
        if (message != null && !message.isBlank()) {
            line.append(' ').append(message.strip().replaceAll("\\s*\\R\\s*", "; "));
        }
        if (thrown != null) {
            line.append(message == null ? " " : ": ").append(Causes.inOneLine(thrown));
        }
        synchronized (out) {
            out.println(line);
            if (thrown != null && withTraces) {
                thrown.printStackTrace(out);
            }
        }
    }
}
