package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** micromdm's scepserver with an authority of its own or somebody's, which gives a certificate to whoever knows the challenge. */
public final class ScepServer implements AutoCloseable {
    public static final String CHALLENGE = "geheim-4711";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path depot;
    private final int port;
    private final Program program;

    private ScepServer(Workspace workspace, int port, Path authority, Path key) {
        this.port = port;
        Path directory = workspace.directory("scep");
        depot = directory.resolve("depot");
        if (authority == null) {
            run(directory, "scepserver", "ca", "-init", "-depot", depot.toString(), "-keySize", "2048", "-key-password",
                    "depot");
        } else {
            workspace.directory("scep/depot");
            run(directory, "openssl", "x509", "-in", authority.toString(), "-out", depot.resolve("ca.pem").toString());
            run(directory, "openssl", "rsa", "-traditional", "-aes256", "-passout", "pass:depot", "-in", key.toString(), "-out",
                    depot.resolve("ca.key").toString());
        }
        program = Program.start("scepserver", directory.resolve("scepserver.log"), List.of(Peers.path("scepserver"), "-depot",
                depot.toString(), "-capass", "depot", "-port", String.valueOf(port), "-challenge", CHALLENGE, "-allowrenew", "0",
                "-crtvalid", "1"));
        Await.until("scepserver listens", PATIENCE, () -> {
            program.requireRunning();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }, program::tail);
    }

    private static void run(Path directory, String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, Peers.path(words[0]));
        Program run = Program.start(words[0], directory.resolve("made.log"), command);
        if (run.exitCode(PATIENCE) != 0) {
            throw new AssertionError(run.tail());
        }
    }

    /** With an authority of its own. */
    public static ScepServer start(Workspace workspace, int port) {
        return start(workspace, port, null, null);
    }

    /** With the authority that this certificate and this key are of. */
    public static ScepServer start(Workspace workspace, int port, Path authority, Path key) {
        Peers.require("scepserver", "openssl");
        return workspace.owns(new ScepServer(workspace, port, authority, key));
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/scep";
    }

    /** The certificates that it issued, each verified by openssl, oldest first. */
    public List<Path> issued() {
        try (Stream<Path> files = Files.list(depot)) {
            List<Path> issued = files.filter(file -> file.toString().endsWith(".pem") && !file.endsWith("ca.pem"))
                    .sorted(Comparator.comparing(file -> Integer.parseInt(file.getFileName().toString().split("\\.")[1], 16)))
                    .toList();
            issued.forEach(file -> run(depot.getParent(), "openssl", "verify", "-purpose", "sslclient", "-CAfile",
                    depot.resolve("ca.pem").toString(), file.toString()));
            return issued;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String tail() {
        return program.tail();
    }

    /** A file for {@code --dhcp file:}, of a network that names a server of certificates (manual 5.4.3). */
    public static Path dhcp(Workspace workspace, String url, String challenge, String subject) {
        Path file = workspace.directory().resolve("dhcp");
        Kamailio.write(file, "ipv4 address 127.0.0.1\nipv4 43 " + HexFormat.ofDelimiter(" ")
                .formatHex((option(70, url) + option(71, challenge) + option(73, subject)).getBytes(StandardCharsets.ISO_8859_1)) + "\n");
        return file;
    }

    private static String option(int number, String value) {
        return value.isEmpty() ? "" : "" + (char) number + (char) value.length() + value;
    }

    @Override
    public void close() {
        program.close();
    }
}
