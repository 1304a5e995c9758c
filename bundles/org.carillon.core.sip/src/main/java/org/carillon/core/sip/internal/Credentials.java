package org.carillon.core.sip.internal;

import java.util.List;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.digest.DigestAuthentication;

/** Answers the digest challenges of servers and proxies for one account (RFC 3261 22). */
final class Credentials {
    private final DigestAuthentication.Session server;
    private final DigestAuthentication.Session proxy;
    private final Syntax syntax;
    private final boolean known;

    Credentials(DigestAuthentication digest, Syntax syntax, Account account) {
        this.syntax = syntax;
        this.known = !account.password().isEmpty();
        this.server = digest.open(account.authName(), account.password());
        this.proxy = digest.open(account.authName(), account.password());
    }

    /** Adds what the challenges so far ask for. */
    void authorize(Request request) {
        add(request, server, AuthorizationHeader.NAME);
        add(request, proxy, ProxyAuthorizationHeader.NAME);
    }

    private void add(Request request, DigestAuthentication.Session session, String header) {
        var body = request.getRawContent();
        session.authorize(request.getMethod(), request.getRequestURI().toString(), body == null ? new byte[0] : body)
                .ifPresent(value -> syntax.add(request, header, value));
    }

    /** Takes the challenges of a 401 or 407; false when asking again is of no use. */
    boolean challenged(Request refused, Response response) {
        if (!known) {
            return false;
        }
        return response.getStatusCode() == Response.UNAUTHORIZED
                ? server.challenged(challenges(response, WWWAuthenticateHeader.NAME), refused.getHeader(AuthorizationHeader.NAME) != null)
                : proxy.challenged(challenges(response, ProxyAuthenticateHeader.NAME),
                        refused.getHeader(ProxyAuthorizationHeader.NAME) != null);
    }

    private static List<String> challenges(Response response, String name) {
        return Messages.all(response, name, Header.class).stream().map(Messages::value).toList();
    }
}
