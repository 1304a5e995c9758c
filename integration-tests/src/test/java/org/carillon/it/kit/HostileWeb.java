package org.carillon.it.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A web server as none should be. The first word of the path says how it misbehaves. */
public final class HostileWeb implements AutoCloseable {
    private static final String FILE = "<settings><setting id=\"Account1Label\" value=\"hostile\"/></settings>";

    private final ServerSocket server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private HostileWeb(int port) {
        try {
            server = new ServerSocket(port, 20, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public static HostileWeb start(Workspace workspace) {
        return start(workspace, 0);
    }

    /**
     * @param port
     *            0 for any
     */
    public static HostileWeb start(Workspace workspace, int port) {
        return workspace.owns(new HostileWeb(port));
    }

    /**
     * @param manner
     *            {@code silent}, {@code cut}, {@code drip}, {@code endless}, {@code announced}, {@code closed}, {@code nonsense}, {@code loop} or a status
     *            such as {@code 500}
     */
    public String url(String manner) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/" + manner + "/";
    }

    /** Paths so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String path = in.readLine().split(" ")[1];
            while (!in.readLine().isEmpty()) {
                // the rest of the request
            }
            requests.add(path);
            answer(path.split("/")[1], path, socket.getOutputStream(), in);
        } catch (IOException e) {
            // the phone gave up
        }
    }

    private void answer(String manner, String path, OutputStream out, BufferedReader in) throws IOException {
        switch (manner) {
            case "silent" -> in.readLine();
            case "cut" -> send(out, "200 OK", "Content-Length: 10000", FILE);
            case "drip" -> drip(out);
            case "endless" -> endless(out);
            case "announced" -> send(out, "200 OK", "Content-Length: 99999999999", FILE);
            case "closed" -> {
                // without an answer
            }
            case "nonsense" -> out.write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case "loop" -> send(out, "302 Found", "Location: " + path + "\r\nContent-Length: 0", "");
            default -> send(out, manner + " No", "Content-Length: 0", "");
        }
    }

    private static void send(OutputStream out, String status, String header, String body) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\n" + header + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void drip(OutputStream out) throws IOException {
        send(out, "200 OK", "Content-Length: 10000", "");
        while (true) {
            out.write(' ');
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static void endless(OutputStream out) throws IOException {
        send(out, "200 OK", "Content-Type: text/xml", "");
        byte[] much = new byte[1 << 16];
        Arrays.fill(much, (byte) ' ');
        while (true) {
            out.write(much);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
