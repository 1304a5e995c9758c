package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** A SIP server over UDP that does what a test tells it. Untold it accepts registrations and subscriptions, refuses calls, says 200 to the rest. */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DatagramSocket socket;
    private final List<SipMessage> received = new CopyOnWriteArrayList<>();
    private final Map<String, Function<SipMessage, String>> scripts = new ConcurrentHashMap<>();

    /** Listens on one of the many addresses of the loopback interface. */
    public ScriptedServer(String address) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "scripted-server");
        reader.setDaemon(true);
        reader.start();
        reset();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Goes back to what it does untold, and forgets what it received. */
    public void reset() {
        scripts.clear();
        on("REGISTER", request -> registered(request, 60));
        on("INVITE", request -> request.response("480 Temporarily Unavailable", "", ""));
        on("SUBSCRIBE", request -> request.response("200 OK", contact() + "Expires: 600\r\n", ""));
        received.clear();
    }

    /** From now on answers a method like that. */
    public void on(String method, Function<SipMessage, String> reply) {
        scripts.put(method, reply);
    }

    /** Accepts a registration for so many seconds. */
    public String registered(SipMessage register, int seconds) {
        return register.response("200 OK",
                register.header("Expires").equals("0") ? "" : "Contact: " + register.header("Contact") + ";expires=" + seconds + "\r\n",
                "");
    }

    /** Demands a password with a first request. */
    public String challenged(SipMessage request) {
        return request.response("401 Unauthorized",
                "WWW-Authenticate: Digest realm=\"scripted\", nonce=\"" + RawSip.unique() + "\", algorithm=MD5, qop=\"auth\"\r\n", "");
    }

    /** Its Contact header. */
    public String contact() {
        return "Contact: <sip:scripted@" + socket.getLocalAddress().getHostAddress() + ":" + port() + ">\r\n";
    }

    /** Tells a subscriber something; to be used after its SUBSCRIBE was accepted. */
    public void notify(SipMessage subscribe, String contentType, String body) {
        String uri = subscribe.header("Contact").replaceFirst(".*<(.*)>.*", "$1");
        String notify = "NOTIFY " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP " + socket.getLocalAddress().getHostAddress() + ":" + port()
                + ";branch=z9hG4bK" + RawSip.unique() + "\r\nMax-Forwards: 70\r\nFrom: " + subscribe.header("To")
                + ";tag=scripted\r\nTo: " + subscribe.header("From") + "\r\nCall-ID: " + subscribe.header("Call-ID")
                + "\r\nCSeq: 1 NOTIFY\r\n" + contact() + "Event: " + subscribe.header("Event")
                + "\r\nSubscription-State: active;expires=600\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        byte[] bytes = notify.getBytes(StandardCharsets.UTF_8);
        String[] place = uri.replaceFirst(".*@([^;>]*).*", "$1").split(":");
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(place[0]), Integer.parseInt(place[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void forget() {
        received.clear();
    }

    /** Requests of a method so far, oldest first. */
    public List<SipMessage> requests(String method) {
        return received.stream().filter(request -> request.method().equals(method)).toList();
    }

    public SipMessage await(String method) {
        return await(method, request -> true);
    }

    /** Waits for a request, or finds it among those that came already. */
    public SipMessage await(String method, Predicate<SipMessage> wanted) {
        return Await.value(method + " at the server", PATIENCE, () -> requests(method).stream().filter(wanted).findFirst(),
                () -> received.toString());
    }

    private void read() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                SipMessage message = new SipMessage(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8), System.nanoTime());
                if (message.isRequest() && !message.text().isBlank()) {
                    received.add(message);
                    answer(message, packet);
                }
            } catch (IOException e) {
                // closed, or a port that nobody listens on any more
            }
        }
    }

    private void answer(SipMessage request, DatagramPacket packet) throws IOException {
        if (!request.method().equals("ACK")) {
            byte[] bytes = scripts.getOrDefault(request.method(), other -> other.response("200 OK", "", "")).apply(request)
                    .getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
