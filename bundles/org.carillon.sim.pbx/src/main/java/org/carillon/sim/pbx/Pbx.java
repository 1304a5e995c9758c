package org.carillon.sim.pbx;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.carillon.sim.pbx.Message.Address;

/**
 * Registrar and stateless proxy (RFC 3261 10.3, 16.11) over UDP: it registers users by digest and sends their calls to where they are. It stays
 * out of dialogs, which go from phone to phone.
 */
public final class Pbx implements AutoCloseable {
    private final DatagramSocket socket;
    private final Registrar registrar;
    private final Thread thread;

    /**
     * Listens at once.
     *
     * @param port
     *            0 for any free one
     * @param passwords
     *            by user
     */
    public Pbx(InetAddress bind, int port, Map<String, String> passwords) throws IOException {
        socket = new DatagramSocket(port, bind);
        registrar = new Registrar(passwords);
        thread = Thread.ofPlatform().daemon().name("pbx").start(this::listen);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** True while the user has a registration that did not run out. */
    public boolean isRegistered(String user) {
        return registrar.contact(user).isPresent();
    }

    private void listen() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                Optional<Message> message = Message.parse(packet.getData(), packet.getLength());
                if (message.isPresent()) {
                    handle(message.get(), (InetSocketAddress) packet.getSocketAddress());
                }
            } catch (IOException | RuntimeException e) {
                // a datagram that nobody understands is dropped, as is an answer that cannot be sent
            }
        }
    }

    private void handle(Message message, InetSocketAddress from) throws IOException {
        if (message.isResponse()) {
            message.replaceFirst("Via", null);
            if (message.has("Via")) {
                answer(message);
            }
            return;
        }
        note(message, from);
        if (message.method().equals("REGISTER")) {
            answer(registrar.register(message));
        } else {
            forward(message);
        }
    }

    /** RFC 3261 18.2.1, RFC 3581 4. */
    private static void note(Message request, InetSocketAddress from) {
        String via = request.first("Via").orElseThrow().replaceFirst("(?i);\\s*rport(?=;|$)", ";rport=" + from.getPort());
        request.replaceFirst("Via", via + ";received=" + from.getAddress().getHostAddress());
    }

    private void forward(Message request) throws IOException {
        request.first("Route").filter(this::isHere).ifPresent(route -> request.replaceFirst("Route", null));
        Optional<Address> wanted = Message.address(request.uri());
        if (wanted.isEmpty()) {
            refuse(request, 416, "Unsupported URI Scheme");
            return;
        }
        int hops = request.first("Max-Forwards").filter(text -> text.matches("\\d{1,3}")).map(Integer::parseInt).orElse(70);
        Optional<String> target = isHere(request.uri()) ? registrar.contact(wanted.get().user()) : Optional.of(request.uri());
        if (hops == 0) {
            refuse(request, 483, "Too Many Hops");
        } else if (target.isEmpty()) {
            refuse(request, registrar.knows(wanted.get().user()) ? 480 : 404,
                    registrar.knows(wanted.get().user()) ? "Temporarily Unavailable" : "Not Found");
        } else {
            request.replaceFirst("Max-Forwards", Integer.toString(hops - 1));
            request.uri(target.get());
            request.push("Via", "SIP/2.0/UDP " + here() + ";branch=" + branch(request));
            send(request, Message.address(target.get()).orElseThrow());
        }
    }

    /** The same for all messages of a transaction, ACK and CANCEL included, as RFC 3261 16.11 asks. */
    private static String branch(Message request) {
        String via = request.first("Via").orElseThrow();
        return "z9hG4bKpbx"
                + Integer.toHexString((Message.parameter(via, "branch").orElse("") + request.first("Call-ID").orElse("")).hashCode());
    }

    private void refuse(Message request, int code, String reason) throws IOException {
        if (!request.method().equals("ACK")) {
            answer(request.answer(code, reason));
        }
    }

    private boolean isHere(String uri) {
        return Message.address(uri).filter(address -> (address.host() + ":" + (address.port() == 0 ? 5060 : address.port())).equals(here()))
                .isPresent();
    }

    private String here() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    private void answer(Message response) throws IOException {
        String via = response.first("Via").orElseThrow();
        Address sentBy = Message.address("sip:" + via.replaceFirst("^\\S+\\s+", "").replaceFirst(";.*", "")).orElseThrow();
        String host = Message.parameter(via, "received").orElse(sentBy.host());
        int port = Message.parameter(via, "rport").filter(text -> !text.isEmpty()).map(Integer::parseInt).orElse(sentBy.port());
        send(response, new Address("", host, port));
    }

    private void send(Message message, Address to) throws IOException {
        byte[] bytes = message.bytes();
        socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(to.host(), to.port() == 0 ? 5060 : to.port())));
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
