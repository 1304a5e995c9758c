package org.carillon.it.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks into a virtual machine of this user from outside, by the JDK's {@code jcmd}. */
public final class Jcmd {
    private static final String BUNDLE_LOADER = "org.eclipse.osgi.internal.loader.EquinoxClassLoader";

    private Jcmd() {}

    static String run(Workspace workspace, long pid, String... words) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(pid)));
        command.addAll(List.of(words));
        Program run = Program.start("jcmd " + String.join(" ", words), workspace.directory().resolve("jcmd-" + System.nanoTime() + ".log"),
                command);
        int code = run.exitCode(Duration.ofSeconds(20));
        if (code != 0) {
            throw new AssertionError("jcmd ended with " + code + "\n" + run.tail());
        }
        return run.output();
    }

    /** Class loaders of bundles, after a garbage collection. */
    public static long bundleClassLoaders(Workspace workspace, long pid) {
        run(workspace, pid, "GC.run");
        return run(workspace, pid, "VM.classloader_stats").lines().filter(line -> line.endsWith(BUNDLE_LOADER)).count();
    }

    /** Bytes of live objects on the heap. */
    public static long liveBytes(Workspace workspace, long pid) {
        String total = run(workspace, pid, "GC.class_histogram").lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
        return Long.parseLong(total.strip().split(" +")[2]);
    }
}
