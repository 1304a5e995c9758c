package org.carillon.releng.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel tells about a process (proc(5)). */
record Proc(long pid) {
    /** Clock ticks of /proc are hundredths of a second on every Linux. */
    private static final long TICK_NANOS = 10_000_000;
    /** Fields of stat, counted after the command's closing parenthesis, which ends field 2. */
    private static final int USER_TIME = 14 - 3;
    private static final int SYSTEM_TIME = 15 - 3;
    private static final int POLICY = 41 - 3;
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMGT]) ");
    private static final String UNITS = "BKMGT";
    private static final Pattern FILE = Pattern.compile("(/\\S.*)$");

    private Path path(String name) {
        return Path.of("/proc/" + pid, name);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String[] stat(String text) {
        return text.substring(text.lastIndexOf(')') + 2).strip().split(" ");
    }

    /** Processor time used so far. */
    long cpuNanos() {
        String[] stat = stat(read(path("stat")));
        return (Long.parseLong(stat[USER_TIME]) + Long.parseLong(stat[SYSTEM_TIME])) * TICK_NANOS;
    }

    /** A line of status with a number, such as VmRSS (kB) or Threads. */
    long status(String name) {
        return number(read(path("status")), name);
    }

    static long number(String text, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name);
        }
        return Long.parseLong(matcher.group(1));
    }

    double residentMegabytes() {
        return status("VmRSS") / 1024.0;
    }

    /** What it uses of a core within a time, in %. */
    String share(long millis) throws InterruptedException {
        long cpu = cpuNanos();
        long began = System.nanoTime();
        Thread.sleep(millis);
        return String.format(Locale.ROOT, "%.2f", 100.0 * (cpuNanos() - cpu) / (System.nanoTime() - began));
    }

    /** What lives in the heap of a Java process after a collection, which this asks for; not a number when it does not tell. */
    double liveHeapMegabytes() throws InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        String histogram = Programs.output(Path.of("/"), List.of(jcmd, String.valueOf(pid), "GC.class_histogram"));
        Matcher live = LIVE.matcher(histogram);
        return live.find() ? Long.parseLong(live.group(1)) / 1e6 : Double.NaN;
    }

    /** What the threads that live now have allocated so far in the heap of a Java process; larger numbers are rounded to its unit. */
    long allocatedBytes() throws InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        return allocatedBytes(Programs.output(Path.of("/"), List.of(jcmd, String.valueOf(pid), "Thread.print", "-e")));
    }

    static long allocatedBytes(String threads) {
        return ALLOCATED.matcher(threads).results()
                .mapToLong(thread -> Long.parseLong(thread.group(1)) << 10 * UNITS.indexOf(thread.group(2))).sum();
    }

    /** Bytes that came from a disk. */
    long readBytes() {
        return number(read(path("io")), "read_bytes");
    }

    int descriptors() {
        return entries("fd").size();
    }

    /** Threads that run under a policy of real time, SCHED_FIFO or SCHED_RR. */
    long realtimeThreads() {
        return entries("task").stream().filter(task -> {
            try {
                return !Set.of("0", "3").contains(stat(Files.readString(task.resolve("stat")))[POLICY]);
            } catch (IOException e) {
                return false; // it has ended
            }
        }).count();
    }

    private List<Path> entries(String name) {
        try (Stream<Path> entries = Files.list(path(name))) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files that it has mapped into memory: programs, libraries, caches. */
    Set<Path> mappedFiles() {
        Set<Path> files = new TreeSet<>();
        for (String line : read(path("maps")).lines().toList()) {
            Matcher matcher = FILE.matcher(line);
            if (matcher.find() && Files.isRegularFile(Path.of(matcher.group(1)))) {
                files.add(Path.of(matcher.group(1)));
            }
        }
        return files;
    }

    /** The load averages as the kernel says them. */
    static String load() {
        String text = read(Path.of("/proc/loadavg"));
        return text.substring(0, text.indexOf('/')).replaceAll(" \\d+$", "");
    }
}
