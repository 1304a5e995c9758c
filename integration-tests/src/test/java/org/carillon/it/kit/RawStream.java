package org.carillon.it.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A connection to a phone, byte by byte as the test wants it. */
public final class RawStream implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int SILENCE_MILLIS = 250;
    private static final Pattern STATUS = Pattern.compile("(?m)^SIP/2\\.0 (\\d{3}) ");

    private final Socket socket;

    /** A connection that a phone made. */
    RawStream(Socket socket) {
        this.socket = socket;
    }

    /**
     * @param from
     *            a loopback address
     */
    public RawStream(InetAddress from, int port) throws IOException {
        socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    }

    /** A request out of any dialog with everything that it must have; {@code more} are whole header lines. */
    public static String request(String method, String user, String more, String body) {
        String id = RawSip.unique();
        return method + " sip:" + user + "@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK" + id
                + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:raw@127.0.0.1>;tag=" + id + "\r\nTo: <sip:" + user + "@127.0.0.1>\r\nCall-ID: "
                + id
                + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:raw@127.0.0.1;transport=tcp>\r\n" + more + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** Says it; that the other side hangs up meanwhile is seen in {@link #outcome}. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Says no more, and goes on listening. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends it as a crash does. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /**
     * What comes until it is as wanted, or for some seconds: the statuses of final responses and of 180, and {@code closed}, with blanks
     * between.
     *
     * @param wanted
     *            empty to listen a moment for anything
     */
    public String outcome(Predicate<String> wanted) throws IOException {
        StringBuilder heard = new StringBuilder();
        long end = System.nanoTime() + Duration.ofMillis(wanted.test("") ? SILENCE_MILLIS : PATIENCE_MILLIS).toNanos();
        String words = "";
        byte[] buffer = new byte[65_536];
        try {
            while (words.isEmpty() || !wanted.test(words)) {
                socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    return (words + " closed").strip();
                }
                heard.append(new String(buffer, 0, count, ISO_8859_1));
                words = STATUS.matcher(heard).results().map(result -> result.group(1)).filter(status -> !status.equals("100"))
                        .collect(Collectors.joining(" "));
            }
        } catch (SocketTimeoutException e) {
            // it is silent
        } catch (IOException e) {
            return (words + " closed").strip();
        }
        return words;
    }

    /** Whether the other side hangs up within some seconds. */
    public boolean closesWithin(int seconds) throws IOException {
        socket.setSoTimeout(seconds * 1000);
        try {
            while (socket.getInputStream().read() >= 0) {
                // a keep-alive perhaps
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
