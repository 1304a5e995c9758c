package org.carillon.core.sip.internal;

import java.net.InetSocketAddress;
import java.util.Objects;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;

/** An account as other parties see it. Used on one executor only. */
final class Identity {
    private Account account;
    private final Credentials credentials;
    private final Flow flow;
    private final Syntax syntax;
    private final SipURI contact;

    /**
     * @param contactUser
     *            user part of the Contact, which tells this line from the others of this phone
     * @param host
     *            where this phone is, as far as it knows
     */
    Identity(Account account, Credentials credentials, Flow flow, Syntax syntax, String contactUser, String host, int port) {
        this.account = account;
        this.credentials = credentials;
        this.flow = flow;
        this.syntax = syntax;
        this.contact = syntax.uri(contactUser, host, port);
        if (account.connects()) {
            syntax.transport(contact, account.transport());
        }
        flow.whenOpen(connection -> seenAt(connection.reachable()));
    }

    Account account() {
        return account;
    }

    /** Takes a configuration that differs in nothing that the registrar knows. */
    void update(Account account) {
        this.account = account;
    }

    Credentials credentials() {
        return credentials;
    }

    /** The way to the server. */
    Flow flow() {
        return flow;
    }

    /** The address of record. */
    Address address() {
        return syntax.address("", syntax.uri(account.user(), account.domain(), 0));
    }

    /** The address of record with the name that the called person sees. */
    Address caller() {
        return syntax.address(account.displayName(), syntax.uri(account.user(), account.domain(), 0));
    }

    /** Port of the server in request URIs; 0 where the standard one is understood. */
    int visiblePort() {
        return account.serverPort() == Account.defaultPort(account.transport()) ? 0 : account.serverPort();
    }

    ContactHeader contact() {
        return syntax.contact(syntax.address("", contactUri()));
    }

    SipURI contactUri() {
        return (SipURI) contact.clone();
    }

    String contactUser() {
        return contact.getUser();
    }

    /** True for a Contact of this line, perhaps a former one. */
    boolean isOwn(URI uri) {
        return uri instanceof SipURI sip && contact.getUser().equals(sip.getUser());
    }

    boolean isContact(URI uri) {
        return isOwn(uri) && uri instanceof SipURI sip && contact.getHost().equalsIgnoreCase(sip.getHost())
                && Objects.equals(contact.getTransportParam(), sip.getTransportParam())
                && contact.getPort() == (sip.getPort() > 0 ? sip.getPort() : Account.defaultPort(account.transport()));
    }

    /** Takes the address where a server sees this phone for its own (RFC 3581 9). */
    void seenAt(InetSocketAddress address) {
        try {
            contact.setHost(Syntax.bracketed(address.getAddress().getHostAddress()));
            contact.setPort(address.getPort());
        } catch (java.text.ParseException e) {
            throw new IllegalArgumentException("no address: " + address, e);
        }
    }

    /** True for what goes to the line's server, or to its outbound proxy. */
    boolean leadsHome(SipURI uri) {
        return !account.proxy().isEmpty() || SingleHop.transport(uri, account).equals(account.transport());
    }

    /** Sends a request outside a dialog through the outbound proxy, if there is one. */
    void route(Request request) {
        if (!account.proxy().isEmpty()) {
            var uri = syntax.uri("", account.proxy(), account.proxyPort());
            uri.setLrParam();
            if (account.connects()) {
                syntax.transport(uri, account.transport());
            }
            request.addHeader(syntax.headers().createRouteHeader(syntax.address("", uri)));
        }
    }
}
