package org.carillon.core.sip.internal;

import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.address.SipURI;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;

/** Routes each request to where its sender found out that it goes. Used on one executor only. */
final class SingleHop implements Router {
    /**
     * Where a request goes by its headers.
     *
     * @param transport
     *            in lower case
     * @param chosen
     *            true when the request itself says which transport
     */
    record Target(String host, int port, String transport, boolean chosen) {}

    private Destination destination;

    /** RFC 3261 8.1.2 for a request of an account; empty when it goes somewhere that is no SIP URI. */
    static Optional<Target> of(Request request, Account account) {
        var uri = request.getHeader(RouteHeader.NAME) instanceof RouteHeader route ? route.getAddress().getURI() : request.getRequestURI();
        return uri instanceof SipURI sip ? Optional.of(target(sip, account)) : Optional.empty();
    }

    private static Target target(SipURI uri, Account account) {
        var host = uri.getMAddrParam() == null ? uri.getHost() : uri.getMAddrParam();
        var transport = transport(uri, account);
        int port = uri.getPort() > 0 ? uri.getPort() : Account.defaultPort(transport);
        return new Target(host, port, transport, uri.getTransportParam() != null);
    }

    /** RFC 3263 4.1 without DNS: the account's own server is spoken to as configured. */
    static String transport(SipURI uri, Account account) {
        if (uri.isSecure()) {
            return "tls";
        }
        if (uri.getTransportParam() != null) {
            return uri.getTransportParam().toLowerCase(Locale.ROOT);
        }
        var port = uri.getPort() > 0 ? uri.getPort() : Account.defaultPort(account.transport());
        var own = uri.getHost().equalsIgnoreCase(account.hopHost()) && port == account.hopPort()
                || uri.getHost().equalsIgnoreCase(account.domain()) && port == account.serverPort();
        return own ? account.transport() : "udp";
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
