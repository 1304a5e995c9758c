package org.carillon.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs a scenario of SIPp: one call against a phone. */
public final class Sipp {
    private final Workspace workspace;
    private final List<String> enter;
    private final List<String> target;
    private final String local;
    private final String user;

    /**
     * @param target
     *            SIP port of the phone
     * @param user
     *            user part that is called
     */
    public Sipp(Workspace workspace, int target, String user) {
        this(workspace, List.of(), List.of("127.0.0.1:" + target), "127.0.0.1", user);
    }

    private Sipp(Workspace workspace, List<String> enter, List<String> target, String local, String user) {
        this.workspace = workspace;
        this.enter = enter;
        this.target = target;
        this.local = local;
        this.user = user;
    }

    /**
     * In a namespace.
     *
     * @param target
     *            address and port of the phone; empty for a scenario that waits for it
     */
    static Sipp inside(Workspace workspace, Network network, String local, String target) {
        return new Sipp(workspace, network.enter(), target.isEmpty() ? List.of() : List.of(target), local, "phone");
    }

    /** A running scenario. */
    public final class Run {
        private final String scenario;
        private final Program program;

        private Run(String scenario, Program program) {
            this.scenario = scenario;
            this.program = program;
        }

        /** Waits for its end, which must be a success. */
        public void succeeds() {
            int code = program.exitCode(Duration.ofSeconds(40));
            if (code != 0) {
                throw new AssertionError("scenario " + scenario + " failed (" + code + ")\n" + why() + "\n" + messages());
            }
        }

        public String tail() {
            return program.tail();
        }

        /** Its log up to the statistics. */
        private String why() {
            return program.output().lines().takeWhile(line -> !line.contains("Scenario Screen")).collect(Collectors.joining("\n"));
        }

        private String messages() {
            StringBuilder text = new StringBuilder();
            Path directory = workspace.directory("sipp");
            try (var files = Files.newDirectoryStream(directory, scenario + "_" + program.pid() + "_messages.log")) {
                for (Path file : files) {
                    text.append("--- ").append(file.getFileName()).append('\n').append(Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.toString();
        }
    }

    /** Runs the scenario {@code sipp/NAME.xml} to its end, which must be a success. */
    public void run(String scenario, String... options) {
        start(scenario, options).succeeds();
    }

    public Run start(String scenario, String... options) {
        Peers.require("sipp");
        Path directory = workspace.directory("sipp");
        Path file = directory.resolve(scenario + ".xml");
        try (InputStream in = Sipp.class.getResourceAsStream("/sipp/" + scenario + ".xml")) {
            if (in == null) {
                throw new AssertionError("no scenario " + scenario);
            }
            Files.write(file, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(enter);
        command.add(Peers.path("sipp"));
        command.addAll(target);
        command.addAll(List.of("-sf", file.toString(), "-s", user, "-m", "1", "-i", local, "-timeout", "30s", "-timeout_error", "-nostdin",
                "-trace_err", "-trace_msg"));
        command.addAll(List.of(options));
        if (!command.contains("-p")) {
            command.addAll(List.of("-p", String.valueOf(Ports.free())));
        }
        return new Run(scenario, Program.start("sipp " + scenario, directory.resolve(scenario + ".log"), command));
    }
}
