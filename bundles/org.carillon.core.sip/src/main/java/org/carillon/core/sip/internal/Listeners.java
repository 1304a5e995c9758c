package org.carillon.core.sip.internal;

import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import org.carillon.lib.jainsip.Transport;

/**
 * The phone's SIP port, bound for UDP and for TCP (RFC 3261 18.2.1).
 *
 * @param udp
 *            stands in for itself when it could not be had
 * @param failure
 *            what could not be had, in words; empty when all could
 */
record Listeners(Transport udp, StreamTransport tcp, StreamTransport tls, String failure) {
    private static final int ATTEMPTS = 16;

    /**
     * @param port
     *            0 for one that is free for both
     */
    static Listeners bind(StreamTransport.Surroundings from, int port, Marking marking, StreamTransport.Security security) {
        var bound = once(from, port, marking, security);
        for (int attempt = 1; port == 0 && !bound.failure.isEmpty() && attempt < ATTEMPTS; attempt++) {
            bound.udp.stop();
            bound = once(from, port, marking, security);
        }
        return bound;
    }

    private static Listeners once(StreamTransport.Surroundings from, int port, Marking marking, StreamTransport.Security security) {
        Transport udp;
        var failure = "";
        try {
            udp = new UdpTransport(from.scope(), from.sip(), from.logger(), from.frames(), from.bind(), port, marking);
        } catch (IOException e) {
            failure = failure(from, port, "UDP", e);
            udp = new NoTransport(LocalAddress.visible(from.bind()), port, failure);
        }
        var tls = StreamTransport.tls(from, udp.localPort(), marking, security);
        try {
            return new Listeners(udp, StreamTransport.tcp(from, udp.localPort(), marking), tls, failure);
        } catch (IOException e) {
            failure += (failure.isEmpty() ? "" : "; ") + failure(from, udp.localPort(), "TCP", e);
            return new Listeners(udp, StreamTransport.deaf(from, udp.localPort(), marking), tls, failure);
        }
    }

    private static String failure(StreamTransport.Surroundings from, int port, String transport, IOException e) {
        return "cannot listen on " + from.bind().getHostAddress() + ":" + port + " over " + transport + ": " + e.getMessage();
    }

    Transports transports() {
        return new Transports(udp, Map.of(tcp.name(), tcp, tls.name(), tls));
    }

    /** Marks what is sent from now on. */
    void mark(Marking marking) throws SocketException {
        if (udp instanceof UdpTransport bound) {
            bound.mark(marking);
        }
        tcp.mark(marking);
        tls.mark(marking);
    }
}
