package org.carillon.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long this process has been running. */
final class ProcessAge {
    /** The kernel's clock ticks in /proc are hundredths of a second on every Linux. */
    private static final int TICK_MILLIS = 10;
    /** Field 22 of proc(5) stat, counted after the command's closing parenthesis, which ends field 2. */
    private static final int START_TIME = 22 - 3;

    private ProcessAge() {}

    static long millis() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            long start = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_TIME]) * TICK_MILLIS;
            String uptime = Files.readString(Path.of("/proc/uptime"));
            return Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000) - start;
        } catch (IOException | RuntimeException e) {
            // Not Linux: the management classes know, but loading them costs more than the rest of this program.
            return ManagementFactory.getRuntimeMXBean().getUptime();
        }
    }
}
