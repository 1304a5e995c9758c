package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** All threads of a virtual machine, virtual ones included, but for those that are the JDK's own. */
public final class ThreadDump {
    private static final Pattern OWN_NAMES = Pattern.compile("ForkJoinPool-1-.*|ForkJoinPool\\.commonPool-.*|VirtualThread-.*|.*Poller.*"
            + "|Reference Handler|Finalizer|Signal Dispatcher|Notification Thread|Attach Listener|Common-Cleaner|Cleaner-.*|process reaper.*"
            + "|C[12] CompilerThread.*|Service Thread|Monitor Deflation Thread|DestroyJavaVM|JMX .*|RMI .*");

    private ThreadDump() {}

    /** Threads of this virtual machine by their number. */
    public static Map<Long, String> here() {
        try {
            Path directory = Files.createTempDirectory("threads");
            Path file = directory.resolve("dump.json");
            try {
                ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class).dumpThreads(file.toString(),
                        com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
                return read(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Threads of another one that belongs to this user. */
    public static Map<Long, String> of(long pid, Workspace workspace) {
        Path file = workspace.directory().resolve("threads-" + System.nanoTime() + ".json");
        Jcmd.run(workspace, pid, "Thread.dump_to_file", "-format=json", file.toString());
        try {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Long, String> read(Path file) throws IOException {
        Map<Long, String> threads = new LinkedHashMap<>();
        for (Object container : Json.list(Json.parse(Files.readString(file)), "threadDump", "threadContainers")) {
            for (Object thread : Json.list(container, "threads")) {
                String name = Json.text(thread, "name");
                if (!OWN_NAMES.matcher(name).matches()) {
                    threads.put(Long.valueOf(Json.text(thread, "tid")), describe(thread, name));
                }
            }
        }
        return threads;
    }

    /** Its name, and what it is in of classes that are not the JDK's. */
    private static String describe(Object thread, String name) {
        List<?> stack = Json.list(thread, "stack");
        String where = stack.stream().map(Object::toString).filter(line -> !line.startsWith("java.") && !line.startsWith("jdk."))
                .findFirst().orElse(stack.isEmpty() ? "" : stack.getFirst().toString());
        return (Json.flag(thread, "virtual") ? "virtual thread " : "thread ") + (name.isEmpty() ? "without a name" : name)
                + (where.isEmpty() ? "" : " in " + where);
    }
}
