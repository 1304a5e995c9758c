package org.carillon.releng.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The phone of this source tree, started by {@code ./phone run} with a copy of the JDK, which nobody else keeps in memory. */
final class Carillon implements Subject {
    static final String NAME = "Carillon";

    private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");
    private static final List<String> NOT_COPIED = List.of("src.zip", "jmods", "include", "man", "demo", "legal", "ct.sym", "static-libs");

    private final Path root;
    private final Path directory;
    private final Path jdk;
    private final String model;

    /**
     * @param root
     *            of the source tree
     * @param directory
     *            for all that it writes
     */
    Carillon(Path root, Path directory) throws IOException {
        this(root, directory, directory.resolve("jdk"), "M8");
        Programs.copy(Path.of(System.getProperty("java.home")), jdk, NOT_COPIED);
    }

    private Carillon(Path root, Path directory, Path jdk, String model) throws IOException {
        this.root = root;
        this.directory = Files.createDirectories(directory);
        this.jdk = jdk;
        this.model = model;
    }

    /** A phone of another model, with a home of its own. */
    Carillon as(String other) throws IOException {
        return new Carillon(root, directory.resolve(other), jdk, other);
    }

    @Override
    public String name() {
        return NAME;
    }

    private Path home() {
        return directory.resolve("home");
    }

    @Override
    public List<Path> files() throws IOException {
        Files.createDirectories(home());
        return List.of(jdk, root.resolve("product/target/image"), root.resolve("product/target/emulator"), home());
    }

    @Override
    public void reset() throws IOException {
        Programs.delete(home());
    }

    @Override
    public Phone start(Caller caller, List<String> prefix) throws IOException, InterruptedException {
        Path config = directory.resolve("config.xml");
        Files.writeString(config, """
                <?xml version="1.0" encoding="UTF-8"?>
                <settings>
                  <setting id="Account1UserName" value="bench"/>
                  <setting id="Account1RegName" value="bench"/>
                  <setting id="Account1Password" value="secret"/>
                  <setting id="Account1Server1Address" value="127.0.0.1"/>
                  <setting id="Account1Server1Port" value="%d"/>
                </settings>
                """.formatted(caller.port()));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(
                List.of(root.resolve("phone").toString(), "run", "--model", model, "--home", home().toString(), "--config",
                        config.toString(), "--sip-port",
                        "0", "--https-port", "0", "--http-port", "0", "--rtp-ports", "0", "--audio", "tone:440", "--log", "WARN"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("phone.log").toFile()));
        builder.environment().put("CARILLON_BUILD", "never");
        builder.environment().put("JAVA_HOME", jdk.toString());
        long started = StampedSocket.now();
        Process process = builder.start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        Matcher pid = PID.matcher(line == null ? "" : line);
        if (!pid.find()) {
            Programs.end(process);
            throw new IllegalStateException("the phone is not ready: " + line + "\n" + Files.readString(directory.resolve("phone.log")));
        }
        return new Phone(started, caller.awaitRegistration(), new Proc(Long.parseLong(pid.group(1))), process, home());
    }

    record Phone(long started, Caller.Registration registration, Proc process, Process script, Path home) implements Running {
        @Override
        public void expect(int seconds) {
            // it says a tone
        }

        @Override
        public void answer() throws IOException {
            new Control(home).run("answer");
        }

        @Override
        public void close() {
            Programs.end(script);
        }
    }
}
