package org.carillon.releng.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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

    /**
     * @param root
     *            of the source tree
     * @param directory
     *            for all that it writes
     */
    Carillon(Path root, Path directory) throws IOException {
        this.root = root;
        this.directory = Files.createDirectories(directory);
        this.jdk = directory.resolve("jdk");
        Programs.copy(Path.of(System.getProperty("java.home")), jdk, NOT_COPIED);
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
    public Running start(Caller caller, List<String> prefix) throws IOException, InterruptedException {
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
                List.of(root.resolve("phone").toString(), "run", "--home", home().toString(), "--config", config.toString(), "--sip-port",
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

    private record Phone(long started, Caller.Registration registration, Proc process, Process script, Path home) implements Running {
        @Override
        public void expect(int seconds) {
            // it says a tone
        }

        @Override
        public void answer() throws IOException {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("control.sock")))) {
                channel.write(StandardCharsets.UTF_8.encode("[\"answer\"]\n"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
                String last = "";
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (line.startsWith("{\"exit\":") && !line.startsWith("{\"exit\":0")) {
                        throw new IOException("answer: " + last);
                    }
                    last = line;
                }
            }
        }

        @Override
        public void close() {
            Programs.end(script);
        }
    }
}
