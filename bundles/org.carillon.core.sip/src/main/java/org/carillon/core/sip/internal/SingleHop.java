package org.carillon.core.sip.internal;

import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;

/** Routes each request to where its sender found out that it goes. Used on one executor only. */
final class SingleHop implements Router {
    /** Where a request goes by its headers. */
    record Target(String host, int port) {}

    private Destination destination;

    /** RFC 3261 8.1.2; empty when it goes somewhere that is no SIP URI. */
    static Optional<Target> of(Request request) {
        var uri = request.getHeader(RouteHeader.NAME) instanceof RouteHeader route ? route.getAddress().getURI() : request.getRequestURI();
        return uri instanceof SipURI sip
                ? Optional.of(new Target(sip.getMAddrParam() == null ? sip.getHost() : sip.getMAddrParam(), port(sip)))
                : Optional.empty();
    }

    private static int port(SipURI uri) {
        return uri.getPort() > 0 ? uri.getPort() : Account.DEFAULT_PORT;
    }

    void next(Destination destination) {
        this.destination = destination;
    }

    @Override
    public Hop getNextHop(Request request) {
        return destination;
    }

    @Override
    @Deprecated
    public ListIterator<?> getNextHops(Request request) {
        return List.of(destination).listIterator();
    }

    @Override
    public Hop getOutboundProxy() {
        return null;
    }
}
