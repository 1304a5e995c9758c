package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Datagrams to a phone, byte by byte as the test wants them. */
public final class RawSip implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final DatagramSocket socket;
    private final InetSocketAddress target;

    public RawSip(int port) {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), port);
    }

    /** From an address of one's own. */
    public RawSip(InetSocketAddress from, int port) {
        try {
            socket = new DatagramSocket(from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public int target() {
        return target.getPort();
    }

    /** A number that no other message of this test has. */
    public static String unique() {
        return Long.toHexString(System.nanoTime()) + NUMBER.incrementAndGet();
    }

    /** A request out of any dialog with everything that it must have; {@code more} are whole header lines. */
    public String request(String method, String user, String more) {
        String id = unique();
        return method + " sip:" + user + "@127.0.0.1:" + target.getPort() + " SIP/2.0\r\n" + "Via: SIP/2.0/UDP 127.0.0.1:" + port()
                + ";branch=z9hG4bK" + id + ";rport\r\n" + "Max-Forwards: 70\r\n" + "From: <sip:raw@127.0.0.1:" + port() + ">;tag=" + id
                + "\r\n"
                + "To: <sip:" + user + "@127.0.0.1:" + target.getPort() + ">\r\n" + "Call-ID: " + id + "\r\n" + "CSeq: 1 " + method + "\r\n"
                + "Contact: <sip:raw@127.0.0.1:" + port() + ">\r\n" + more + "Content-Length: 0\r\n\r\n";
    }

    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message within that time. */
    public Optional<String> receive(Duration limit) {
        try {
            byte[] buffer = new byte[65_535];
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.setSoTimeout((int) limit.toMillis());
            socket.receive(packet);
            return Optional.of(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status of the next final response. */
    public int status() {
        return status(response());
    }

    /** The next final response. */
    public String response() {
        while (true) {
            String response = receive(Duration.ofSeconds(3)).orElseThrow(() -> new AssertionError("no answer within 3 s"));
            if (response.startsWith("SIP/2.0 ") && status(response) >= 200) {
                return response;
            }
        }
    }

    public static int status(String response) {
        return Integer.parseInt(response.substring(8, 11));
    }

    /** True when the phone answers OPTIONS, which it must after whatever came before. */
    public static boolean isAlive(int port, String user) {
        try (RawSip raw = new RawSip(port)) {
            raw.send(raw.request("OPTIONS", user, ""));
            return raw.status() == 200;
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
