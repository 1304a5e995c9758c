package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * strace on a phone: notes the steps by which it changes certain files, and sends SIGKILL before one of them is taken. A step is a system call; what
 * the phone is made of has no part in it.
 */
public final class Strace {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CALLS = "write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir";
    private static final Pattern STEP = Pattern.compile("\\d+ +(\\w+)\\((.*)");
    private static final Pattern PATH = Pattern.compile("[<\"]/[^>\"]*/([^/>\"]+)[>\"]");

    private final Path notes;
    private final Program program;

    private Strace(Path notes, Program program) {
        this.notes = notes;
        this.program = program;
    }

    /** Watches a phone that runs. */
    public static Strace watch(Workspace workspace, PhoneProcess phone, List<Path> files) {
        return kill(workspace, phone, files, List.of());
    }

    /**
     * Kills a phone that runs.
     *
     * @param steps
     *            that it is going to take, the last of which it does not live to take; all by one thread. Empty for no kill
     */
    public static Strace kill(Workspace workspace, PhoneProcess phone, List<Path> files, List<String> steps) {
        Path notes = notes(workspace);
        List<String> command = command(notes, files, steps);
        command.addAll(List.of("-p", String.valueOf(phone.pid())));
        Program program = workspace.owns(Program.start("strace", notes.resolveSibling(notes.getFileName() + ".log"), command));
        Await.until("strace is attached", PATIENCE, () -> program.output().contains(" attached"), program::tail);
        return new Strace(notes, program);
    }

    /** The same from its start on. */
    public static Strace kill(Workspace workspace, PhoneProcess.Builder phone, List<Path> files, List<String> steps) {
        Path notes = notes(workspace);
        return new Strace(notes, phone.behind(command(notes, files, steps)).launch());
    }

    private static Path notes(Workspace workspace) {
        return workspace.directory().resolve("strace-" + NUMBER.incrementAndGet());
    }

    private static List<String> command(Path notes, List<Path> files, List<String> steps) {
        List<String> command = new ArrayList<>(List.of(Peers.path("strace"), "-f", "-y", "-o", notes.toString(), "-e", "trace=" + CALLS));
        if (!steps.isEmpty()) {
            // strace counts each call by itself
            String call = call(steps.getLast());
            long count = steps.stream().filter(step -> call(step).equals(call)).count();
            command.addAll(List.of("-e", "inject=" + call + ":signal=SIGKILL:when=" + count));
        }
        files.forEach(file -> command.addAll(List.of("-P", file.toString())));
        return command;
    }

    private static String call(String step) {
        return step.substring(0, step.indexOf(' '));
    }

    /** Ends the watching of a phone from its start on, and the phone. */
    public void end() {
        program.close();
    }

    /** Waits until the phone that it watches has died. */
    public Strace awaitEnd() {
        program.exitCode(PATIENCE);
        return this;
    }

    /** The steps so far, such as {@code rename parameters.new parameters.journal}; behind a kill, the last one was not taken. */
    public List<String> steps() {
        try {
            return !Files.exists(notes) ? List.of() : Files.readAllLines(notes).stream().map(STEP::matcher).filter(Matcher::matches)
                    .map(step -> step.group(1) + " "
                            + PATH.matcher(step.group(2)).results().map(path -> path.group(1)).collect(Collectors.joining(" ")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
