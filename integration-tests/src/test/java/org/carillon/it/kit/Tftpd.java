package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** tftpd-hpa on loopback, serving one directory. */
public final class Tftpd implements AutoCloseable {
    private final Path directory;
    private final int port = Ports.free();
    private final Program program;

    private Tftpd(Workspace workspace) {
        directory = workspace.directory("tftp");
        program = Program.start("tftpd", workspace.directory().resolve("tftpd.log"), List.of(Peers.path("in.tftpd"), "-L", "-v", "-a",
                "127.0.0.1:" + port, "-u", System.getProperty("user.name"), directory.toString()));
        Await.until("tftpd answers", Duration.ofSeconds(10), this::answers, program::tail);
    }

    public static Tftpd start(Workspace workspace) {
        Peers.require("in.tftpd");
        return workspace.owns(new Tftpd(workspace));
    }

    private boolean answers() {
        program.requireRunning();
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] request = "\0\1none\0octet\0".getBytes(StandardCharsets.US_ASCII);
            socket.setSoTimeout(200);
            socket.send(new DatagramPacket(request, request.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(new DatagramPacket(new byte[600], 600));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its directory; the path is absolute, hence two slashes. */
    public String url() {
        return "tftp://127.0.0.1:" + port + "/" + directory + "/";
    }

    public void put(String name, byte[] content) {
        try {
            Files.write(directory.resolve(name), content);
            directory.resolve(name).toFile().setReadable(true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
