package org.carillon.core.sip.internal;

import java.net.InetSocketAddress;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;

/** An account as other parties see it. Used on one executor only. */
final class Identity {
    private Account account;
    private final Credentials credentials;
    private final Syntax syntax;
    private final SipURI contact;

    /**
     * @param contactUser
     *            user part of the Contact, which tells this line from the others of this phone
     * @param host
     *            where this phone is, as far as it knows
     */
    Identity(Account account, Credentials credentials, Syntax syntax, String contactUser, String host, int port) {
        this.account = account;
        this.credentials = credentials;
        this.syntax = syntax;
        this.contact = syntax.uri(contactUser, host, port);
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
        return account.serverPort() == Account.DEFAULT_PORT ? 0 : account.serverPort();
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

    boolean isContact(URI uri) {
        return uri instanceof SipURI sip && contact.getUser().equals(sip.getUser()) && contact.getHost().equalsIgnoreCase(sip.getHost())
                && contact.getPort() == (sip.getPort() > 0 ? sip.getPort() : Account.DEFAULT_PORT);
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

    /** Sends a request outside a dialog through the outbound proxy, if there is one. */
    void route(Request request) {
        if (!account.proxy().isEmpty()) {
            var uri = syntax.uri("", account.proxy(), account.proxyPort());
            uri.setLrParam();
            request.addHeader(syntax.headers().createRouteHeader(syntax.address("", uri)));
        }
    }
}
