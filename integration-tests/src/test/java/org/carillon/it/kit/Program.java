package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A running process, leader of a process group of its own, with its output in a file. Ends with this virtual machine at the latest. */
public final class Program implements AutoCloseable {
    private static final Set<Program> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(program -> program.signal("KILL"))));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a program; stdout and stderr go to {@code log}. */
    public static Program start(String name, Path log, List<String> command) {
        return start(name, log, Map.of(), command);
    }

    /** Starts a program with additional environment variables. */
    public static Program start(String name, Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = builder(log.getParent(), environment, command);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(name, log, builder);
    }

    /** Starts a program whose stdout is read through {@link #process()}; stderr goes to {@code log}. */
    public static Program startPiped(String name, Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = builder(log.getParent(), environment, command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(name, log, builder);
    }

    private static ProcessBuilder builder(Path directory, Map<String, String> environment, List<String> command) {
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.directory(directory.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private static Program start(String name, Path log, ProcessBuilder builder) {
        try {
            Program program = new Program(name, builder.start(), log);
            RUNNING.add(program);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Process process() {
        return process;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public int exitCode(Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError(name + " has not ended within " + limit.toMillis() + " ms\n" + tail());
    }

    /** Sends a signal to the whole process group. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, "--", "-" + process.pid()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All that it wrote so far. */
    public String output() {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of its output, for messages. */
    public String tail() {
        List<String> lines = output().lines().toList();
        return "--- end of " + name + "'s log (pid " + pid() + (isRunning() ? "" : ", ended with " + process.exitValue()) + ")\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    /** Fails when it is not running. */
    public void requireRunning() {
        if (!isRunning()) {
            throw new AssertionError(name + " has ended\n" + tail());
        }
    }

    /** Ends it: politely first, by force after two seconds. */
    @Override
    public void close() {
        end("TERM", Duration.ofSeconds(2));
    }

    /** Ends it at once. */
    public void kill() {
        end("KILL", Duration.ofSeconds(2));
    }

    private void end(String signal, Duration patience) {
        if (!RUNNING.remove(this)) {
            return; // its number may belong to somebody else by now
        }
        try {
            signal(signal);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                signal("KILL");
                process.waitFor(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            signal("KILL"); // whatever is left of its group
        }
    }
}
